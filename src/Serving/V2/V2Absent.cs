using Cairn.Serving.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.V2;

/// <summary>
/// Extensions that are not offered, in the shape in which clients read refusals. No memory is shared with clients, so the lists of its regions are empty, to take all out succeeds, and to bring one
/// in does not.
/// </summary>
internal static class V2Absent
{
    private static readonly V2Protocol Errors = new();

    public static Task NoRegionsAsync(HttpContext http) => Answers.WriteJsonAsync(http, StatusCodes.Status200OK, static json =>
    {
        json.WriteStartArray();
        json.WriteEndArray();
    });

    public static Task NothingToDoAsync(HttpContext http) => http.Response.CompleteAsync();

    public static Task NoMemoryAsync(HttpContext http) => RefuseAsync(http, "Shared memory is not taken; send tensors in the body, as JSON or binary data.");

    public static Task NoTraceAsync(HttpContext http) => RefuseAsync(http, "Traces are not set by this call: send 'traceparent', and spans go where OTEL_EXPORTER_OTLP_ENDPOINT of the server says.");

    public static Task NoLoggingAsync(HttpContext http) => RefuseAsync(http, "What is logged is not set by this call, but by the server's environment (Logging__LogLevel__Default).");

    private static Task RefuseAsync(HttpContext http, string why) => Answers.WriteFaultAsync(http, Errors, new RequestFault(StatusCodes.Status501NotImplemented, ErrorKind.Unsupported, why));
}
