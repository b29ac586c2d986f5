using System.Globalization;
using System.Text.Json;
using Cairn.Contracts.Inference;

namespace Cairn.Serving.V2;

/// <summary>
/// Metadata of a model in the words of the model configuration extension. The rows are the first of <c>dims</c>, so <c>max_batch_size</c> is 0: what shares a run here is nothing that a client must know.
/// </summary>
internal static class V2Config
{
    /// <param name="body">Bytes of the largest body.</param>
    public static void Write(Utf8JsonWriter json, ModelMetadata model, int body)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, model.Name);
        json.WriteString("platform"u8, model.Platform);
        json.WriteString("backend"u8, model.Platform == "onnx_onnxv1" ? "onnxruntime"u8 : "cairn"u8);
        json.WriteNumber("max_batch_size"u8, 0);
        Tensors(json, "input"u8, model.Inputs);
        Tensors(json, "output"u8, model.Outputs);
        json.WriteStartObject("parameters"u8);
        json.WriteStartObject("max_body_bytes"u8);
        json.WriteString("string_value"u8, body.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Tensors(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<TensorMetadata> tensors)
    {
        json.WriteStartArray(name);
        foreach (TensorMetadata tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, tensor.Name);
            json.WriteString("data_type"u8, tensor.Datatype == "BYTES" ? "TYPE_STRING" : "TYPE_" + tensor.Datatype);
            json.WriteStartArray("dims"u8);
            foreach (long size in tensor.Shape) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
