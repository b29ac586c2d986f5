using System.Globalization;
using System.Text.Json;
using Cairn.Serving.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.V2;

/// <summary>Open Inference Protocol V2: JSON, JSON followed by binary tensors, or one tensor alone.</summary>
internal sealed class V2Protocol : IInferenceProtocol
{
    /// <summary>The form of a body that is JSON alone; the others are the length of their JSON.</summary>
    private const int JsonAlone = -1;

    public byte Mark => 2;

    public int CheckType(HttpRequest request)
    {
        // A body with raw tensors comes under whatever type the client gives it; the header says what it is.
        if (request.Headers.TryGetValue(ServingHeaders.JsonLength, out var length))
            return int.TryParse(length.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int json) ? json : throw BadLength();
        string? type = request.ContentType;
        // tritonclient's asyncio client says octet-stream of JSON, too.
        if (type is null || ContentTypes.Is(type, Answers.Json) || ContentTypes.Is(type, Answers.Binary)) return JsonAlone;
        throw RequestFault.Unsupported($"The content type must be application/json (UTF-8); binary tensors need the header '{ServingHeaders.JsonLength}'.");
    }

    public void Read(InferenceWork work, ReadOnlySpan<byte> body, int form, int maxDepth)
    {
        if (form > body.Length) throw BadLength();
        if (form == JsonAlone) V2RequestReader.Read(work, body, default, maxDepth);
        else if (form == 0) RawRequestReader.Read(work, body);
        else V2RequestReader.Read(work, body[..form], new BinaryPart(body[form..]), maxDepth);
    }

    public void Write(InferenceWork work) => V2AnswerWriter.Write(work);

    public int JsonLength(ReadOnlySpan<byte> answer) => V2AnswerWriter.JsonLength(answer);

    public void WriteError(Utf8JsonWriter json, RequestFault fault)
    {
        json.WriteStartObject();
        json.WriteString("error"u8, fault.Message);
        json.WriteEndObject();
    }

    private static RequestFault BadLength() => RequestFault.Malformed(
        $"The header '{ServingHeaders.JsonLength}' must be a whole number from 0 to the length of the (uncompressed) body: the bytes of JSON before the binary tensors.");
}
