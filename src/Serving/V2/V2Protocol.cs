using System.Text.Json;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.V2;

/// <summary>Open Inference Protocol V2, JSON.</summary>
internal sealed class V2Protocol : IInferenceProtocol
{
    private const string JsonType = "application/json";

    public byte Mark => 2;

    public int CheckType(HttpRequest request)
    {
        if (request.Headers.ContainsKey("Inference-Header-Content-Length"))
            throw RequestFault.Unsupported("Binary tensors are not taken here; send the tensors as JSON, without 'Inference-Header-Content-Length'.");
        string? type = request.ContentType;
        if (type is null || ContentTypes.Is(type, JsonType)) return 0;
        throw RequestFault.Unsupported("The content type must be application/json (UTF-8).");
    }

    public void Read(InferenceWork work, ReadOnlySpan<byte> body, int form, int maxDepth) => V2RequestReader.Read(work, body, maxDepth);

    public void Write(InferenceWork work)
    {
        Utf8JsonWriter json = work.BeginAnswer();
        json.WriteStartObject();
        json.WriteString("model_name"u8, work.Endpoint.Route.Name);
        json.WriteString("model_version"u8, work.Variant.Version);
        json.WriteString("id"u8, work.RequestId);
        json.WriteStartObject("parameters"u8);
        json.WriteString("version"u8, work.Variant.Version);
        json.WriteString("variant"u8, work.Variant.Name);
        json.WriteEndObject();
        json.WriteStartArray("outputs"u8);
        if (work.Wanted.Count == 0)
            foreach (TensorBuffer output in work.Outputs) WriteTensor(json, output);
        else
            foreach (string name in work.Wanted) WriteTensor(json, Find(work, name));
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    public void WriteError(Utf8JsonWriter json, RequestFault fault)
    {
        json.WriteStartObject();
        json.WriteString("error"u8, fault.Message);
        json.WriteEndObject();
    }

    private static TensorBuffer Find(InferenceWork work, string name)
    {
        foreach (TensorBuffer output in work.Outputs)
            if (output.Name == name) return output;
        throw RequestFault.Malformed("'outputs' names an output that the model does not have; see the model's metadata.");
    }

    private static void WriteTensor(Utf8JsonWriter json, TensorBuffer tensor)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, tensor.Name);
        json.WriteString("datatype"u8, Contracts.Inference.Datatypes.Name(tensor.Type));
        json.WriteStartArray("shape"u8);
        foreach (int size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data"u8);
        JsonElementWriter.WriteAll(json, tensor);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
