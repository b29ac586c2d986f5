using System.Text.Json;
using Cairn.Contracts.Inference;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.V2;

/// <summary>Writes an answer: JSON, and behind it the outputs that were asked for as binary, in the order of <c>outputs</c>.</summary>
internal static class V2AnswerWriter
{
    public static void Write(InferenceWork work)
    {
        Utf8JsonWriter json = work.BeginAnswer();
        json.WriteStartObject();
        json.WriteString("model_name"u8, work.Endpoint.Route.Name);
        json.WriteString("model_version"u8, work.Variant.Version);
        json.WriteString("id"u8, work.RequestId);
        json.WriteStartObject("parameters"u8);
        json.WriteString("version"u8, work.Variant.Version);
        json.WriteString("variant"u8, work.Variant.Name);
        if (work.PredictionIds.Length > 0) json.WriteString("prediction_ids"u8, work.PredictionIds);
        json.WriteEndObject();
        json.WriteStartArray("outputs"u8);
        int count = work.Wanted.Count == 0 ? work.Outputs.Length : work.Wanted.Count;
        TensorBuffer?[]? ranked = work.Wanted.Exists(w => w.Classes > 0) ? new TensorBuffer?[count] : null;
        try { WriteOutputs(work, json, count, ranked); }
        finally
        {
            // What is counted and not given back would be counted for ever.
            foreach (TensorBuffer? tensor in ranked ?? []) tensor?.Release();
        }
    }

    private static void WriteOutputs(InferenceWork work, Utf8JsonWriter json, int count, TensorBuffer?[]? ranked)
    {
        bool anyBinary = false;
        for (int i = 0; i < count; i++)
        {
            (TensorBuffer tensor, bool binary) = Output(work, i);
            if (ranked is not null && work.Wanted[i].Classes is > 0 and var most) tensor = ranked[i] = V2Classes.Rank(tensor, most, work.Memory);
            anyBinary |= binary;
            WriteTensor(json, tensor, binary);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        if (anyBinary) WriteBinary(work, count, ranked);
    }

    private static void WriteBinary(InferenceWork work, int count, TensorBuffer?[]? ranked)
    {
        work.BeginBinaryPart();
        for (int i = 0; i < count; i++)
            if (Output(work, i) is (var tensor, true)) work.AppendBinary((ranked?[i] ?? tensor).Data);
    }

    /// <summary>Where the JSON of an answer ends, when it announces binary tensors; -1 otherwise.</summary>
    public static int JsonLength(ReadOnlySpan<byte> answer)
    {
        var json = new Utf8JsonReader(answer);
        bool binary = false;
        for (int depth = 0; json.Read();)
        {
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) depth++;
            else if (json.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && --depth == 0) break;
            else binary |= json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("binary_data_size"u8);
        }

        return binary ? (int)json.BytesConsumed : -1;
    }

    private static (TensorBuffer Tensor, bool Binary) Output(InferenceWork work, int at)
    {
        if (work.Wanted.Count == 0) return (work.Outputs[at], work.BinaryOutput);
        (string name, bool? binary, _) = work.Wanted[at];
        foreach (TensorBuffer output in work.Outputs)
            if (output.Name == name) return (output, binary ?? work.BinaryOutput);
        throw RequestFault.Malformed("'outputs' names an output that the model does not have; see the model's metadata.");
    }

    private static void WriteTensor(Utf8JsonWriter json, TensorBuffer tensor, bool binary)
    {
        if (!binary && tensor.Type == Datatype.Fp16)
            throw RequestFault.Malformed($"Output '{tensor.Name}' is FP16, which has no JSON form; ask for it with the parameter 'binary_data'.");
        json.WriteStartObject();
        json.WriteString("name"u8, tensor.Name);
        json.WriteString("datatype"u8, tensor.Type.Name());
        json.WriteStartArray("shape"u8);
        foreach (int size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        if (binary)
        {
            json.WriteStartObject("parameters"u8);
            json.WriteNumber("binary_data_size"u8, tensor.Length);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("data"u8);
            JsonElementWriter.WriteAll(json, tensor);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
