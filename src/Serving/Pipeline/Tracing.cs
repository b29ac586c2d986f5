using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.Pipeline;

/// <summary>
/// The caller's trace (W3C Trace Context): a span of ours within it where somebody listens, and in every case its ids for the log and the
/// header of the answer. A broken header is no trace, as the specification wants it.
/// </summary>
internal static class Tracing
{
    public const string SourceName = "Cairn.Serving";
    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Null where nobody listens; dispose it when the answer is out.</summary>
    public static Activity? Begin(InferenceWork work, IHeaderDictionary headers)
    {
        ActivityContext caller = default;
        bool told = headers.TraceParent is [{ Length: > 0 } parent, ..] && ActivityContext.TryParse(parent, headers.TraceState, isRemote: true, out caller);
        if (!told && !Source.HasListeners()) return null;
        Activity? span = Source.HasListeners() ? Source.StartActivity("predict", ActivityKind.Server, caller) : null;
        work.Trace = Text(span?.Context ?? caller);
        span?.SetTag("cairn.endpoint", work.Endpoint.Route.Name);
        return span;
    }

    /// <summary>Says how it ended.</summary>
    public static void End(Activity? span, InferenceWork work, RequestFault? fault = null)
    {
        if (span is null) return;
        span.SetTag("cairn.request_id", work.RequestId).SetTag("cairn.version", work.Variant?.Version).SetTag("cairn.variant", work.Variant?.Name).SetTag("cairn.rows", work.Rows);
        span.SetTag("http.response.status_code", fault?.Status ?? StatusCodes.Status200OK);
        if (fault is { Status: >= 500 }) span.SetStatus(ActivityStatusCode.Error, fault.Kind.ToString());
    }

    /// <summary>As the header <c>traceparent</c> writes it.</summary>
    private static string Text(ActivityContext of) => of.TraceId == default ? "" : $"00-{of.TraceId.ToHexString()}-{of.SpanId.ToHexString()}-{(int)of.TraceFlags:x2}";
}
