using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cairn.Contracts.Segments;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.Pipeline;

/// <summary>Writes answers and errors to the wire.</summary>
internal static class Answers
{
    public const string Json = "application/json";
    public const string Binary = "application/octet-stream";

    /// <summary>The answers are JSON and labelled so, never part of a page: quotes and letters stand as they are.</summary>
    public static readonly JsonWriterOptions Writing = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async ValueTask WriteAsync(HttpContext http, InferenceWork work, CancellationToken gone)
    {
        Label(http.Response, work.RequestId, work.PredictionIds, (work.Variant.Version, work.Variant.Name));
        if (work.Trace.Length > 0) http.Response.Headers[ServingHeaders.Trace] = work.Trace;
        await WriteBodyAsync(http, work.AnswerMemory, work.AnswerJsonLength, gone);
    }

    public static async ValueTask WriteReplayAsync(HttpContext http, PredictionRecord record, int jsonLength, CancellationToken gone)
    {
        Label(http.Response, record.RequestId, RequestIds.OfRows(record.RequestId, record.RowCount), (record.Version, record.Variant));
        http.Response.Headers[ServingHeaders.Replayed] = "true";
        await WriteBodyAsync(http, record.Answer, jsonLength, gone);
    }

    public static Task WriteFaultAsync(HttpContext http, IErrorShape errors, RequestFault fault) => WriteFaultAsync(http, fault, () => Written(json => errors.WriteError(json, fault)), errors.ErrorType);

    public static Task WriteFaultAsync(HttpContext http, IInferenceProtocol protocol, ReadyFault ready) => WriteFaultAsync(http, ready.Fault, () => ready.In(protocol), Json);

    /// <summary>The id under which the answer goes out: the one it has, or that of the request, or a new one.</summary>
    public static string Identify(HttpContext http)
    {
        if (http.Response.Headers[ServingHeaders.RequestId] is [{ } there, ..]) return there;
        string id = http.Request.Headers[ServingHeaders.RequestId] is [{ } own, ..] && RequestIds.IsFine(own) ? own : RequestIds.Next();
        if (!http.Response.HasStarted) http.Response.Headers[ServingHeaders.RequestId] = id;
        return id;
    }

    /// <summary>A small JSON answer; nothing when the client has gone or the answer has begun.</summary>
    public static Task WriteJsonAsync(HttpContext http, int status, Action<Utf8JsonWriter> write, string type = Json)
        => MayWrite(http) ? WriteSmallAsync(http, status, Written(write), type) : Task.CompletedTask;

    public static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, Writing)) write(json);
        return body.WrittenMemory;
    }

    private static Task WriteFaultAsync(HttpContext http, RequestFault fault, Func<ReadOnlyMemory<byte>> body, string type)
    {
        if (!MayWrite(http)) return Task.CompletedTask;
        if (fault.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout)
            http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling((fault.Again ?? TimeSpan.Zero).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        Identify(http);
        return WriteSmallAsync(http, fault.Status, body(), type);
    }

    private static bool MayWrite(HttpContext http) => !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested;

    private static async Task WriteSmallAsync(HttpContext http, int status, ReadOnlyMemory<byte> body, string type)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        // Without the length it would go out in chunks: two calls to the system in place of one.
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    private static async ValueTask WriteBodyAsync(HttpContext http, ReadOnlyMemory<byte> body, int jsonLength, CancellationToken gone)
    {
        HttpResponse response = http.Response;
        response.ContentType = jsonLength < 0 ? Json : Binary;
        if (jsonLength >= 0) response.Headers[ServingHeaders.JsonLength] = jsonLength.ToString(CultureInfo.InvariantCulture);
        ContentCoding coding = ContentCodings.OfAnswer(http.Request, body.Length);
        if (coding == ContentCoding.Identity)
        {
            response.ContentLength = body.Length;
            await response.BodyWriter.WriteAsync(body, gone);
            return;
        }

        response.Headers.ContentEncoding = coding.Name();
        response.Headers.Vary = "Accept-Encoding";
        await Compression.WriteAsync(response.Body, body, coding, gone);
    }

    private static void Label(HttpResponse response, string requestId, string predictionIds, (string Version, string Variant) by)
    {
        response.Headers[ServingHeaders.RequestId] = requestId;
        if (predictionIds.Length > 0) response.Headers[ServingHeaders.PredictionIds] = predictionIds;
        response.Headers[ServingHeaders.Version] = by.Version;
        response.Headers[ServingHeaders.Variant] = by.Variant;
    }
}
