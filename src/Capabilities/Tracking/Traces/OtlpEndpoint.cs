using System.IO.Compression;
using System.Text.Json.Nodes;
using Cairn.Tracking.Traces.Spans;
using Microsoft.AspNetCore.Http;

namespace Cairn.Tracking.Traces;

/// <summary>
/// <c>POST /v1/traces</c>: spans by OTLP over HTTP, as protocol buffers or JSON, packed or not, into the experiment that the header
/// <c>x-mlflow-experiment-id</c> names. The answer comes when they are durable.
/// </summary>
internal sealed class OtlpEndpoint(TraceService traces)
{
    public const string Header = "x-mlflow-experiment-id";
    private const string Protobuf = "application/x-protobuf", Json = "application/json";
    private const int MostBytes = 64 << 20;

    public void Map(MlflowRoutes routes) => routes.Whole("POST", "/v1/traces", ReceiveAsync);

    private async Task ReceiveAsync(HttpContext context)
    {
        string type = context.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        if (type is not (Protobuf or Json)) throw MlflowException.Invalid($"Content-Type must be {Protobuf} or {Json}.");
        if (context.Request.Headers[Header].ToString() is not { Length: > 0 } experiment)
        {
            await UnprocessableAsync(context);
            return;
        }
        long id = KeyRules.ExperimentId(experiment);
        byte[] body = await BodyAsync(context);
        JsonArray messages = type == Json ? OtlpJson.Read(body) : OtlpProtobuf.Read(body);
        if (messages.Count == 0) throw MlflowException.Invalid("The request holds no spans.");
        await traces.AppendAsync(id, Span.Of(messages), context.RequestAborted);
        context.Response.ContentType = type;
        // The empty message of either encoding.
        if (type == Json) await context.Response.WriteAsync("{}", context.RequestAborted);
        else context.Response.ContentLength = 0;
    }

    private static Task UnprocessableAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return MlflowRoutes.WriteAsync(context, new JsonObject { ["error_code"] = "INVALID_PARAMETER_VALUE", ["message"] = $"The header {Header} is missing: it names the experiment that the spans belong to." });
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        await using Stream body = Unpacked(context.Request);
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 15];
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, context.RequestAborted)) > 0;)
            {
                if (bytes.Length + read > MostBytes) throw MlflowException.Invalid($"The spans are longer than {MostBytes} bytes. Send fewer at a time.");
                bytes.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw MlflowException.Invalid("The body is not packed as Content-Encoding says.");
        }
        return bytes.ToArray();
    }

    private static Stream Unpacked(HttpRequest request) => request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant() switch
    {
        "" or "identity" => request.Body,
        "gzip" => new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
        _ => throw MlflowException.Invalid("Content-Encoding must be gzip, deflate or none."),
    };
}
