using System.Text.Json.Nodes;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>A span as it comes in, by whichever encoding; made into the message that is kept.</summary>
internal sealed class SpanDraft
{
    private const int TraceBytes = 16, SpanBytes = 8;
    private static readonly string[] Kinds = ["SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER", "SPAN_KIND_CLIENT", "SPAN_KIND_PRODUCER", "SPAN_KIND_CONSUMER"];
    private static readonly string[] Codes = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"];

    public byte[] TraceId { get; set; } = [];
    public byte[] SpanId { get; set; } = [];

    /// <summary>Empty for the root of a trace.</summary>
    public byte[] ParentId { get; set; } = [];
    public string Name { get; set; } = "";
    public string TraceState { get; set; } = "";
    public long Kind { get; set; }

    /// <summary>Unix nanoseconds; 0 is unknown.</summary>
    public ulong Start { get; set; }
    public ulong End { get; set; }
    public long Status { get; set; }
    public string StatusMessage { get; set; } = "";
    public List<JsonNode> Attributes { get; } = [];
    public List<JsonNode> Events { get; } = [];
    public List<JsonNode> Links { get; } = [];

    /// <summary>The number of a kind or a status by its name; 0 for an unknown one.</summary>
    public static long KindOf(string name) => Math.Max(0, Array.IndexOf(Kinds, name));

    public static long StatusOf(string name) => Math.Max(0, Array.IndexOf(Codes, name));

    /// <param name="number">Its place in the request, for refusals.</param>
    /// <exception cref="MlflowException">Its ids or times are none.</exception>
    public JsonObject Finished(int number)
    {
        if (!IsId(TraceId, TraceBytes)) throw Broken(number, "trace_id", "must be 16 bytes that are not all zero");
        if (!IsId(SpanId, SpanBytes)) throw Broken(number, "span_id", "must be 8 bytes that are not all zero");
        if (ParentId.AsSpan().ContainsAnyExcept((byte)0) && ParentId.Length != SpanBytes) throw Broken(number, "parent_span_id", "must be 8 bytes, or empty");
        if (Start is 0 or > long.MaxValue) throw Broken(number, "start_time_unix_nano", "must be nanoseconds since 1970, above 0");
        if (End > long.MaxValue || (End > 0 && End < Start)) throw Broken(number, "end_time_unix_nano", "must not be before the start");
        var span = new JsonObject { ["trace_id"] = Convert.ToBase64String(TraceId), ["span_id"] = Convert.ToBase64String(SpanId) };
        if (TraceState.Length > 0) span["trace_state"] = TraceState;
        if (ParentId.AsSpan().ContainsAnyExcept((byte)0)) span["parent_span_id"] = Convert.ToBase64String(ParentId);
        span["name"] = Name;
        if (Kind is > 0 and < 6) span["kind"] = Kinds[Kind];
        span["start_time_unix_nano"] = Start;
        if (End > 0) span["end_time_unix_nano"] = End;
        foreach ((string field, List<JsonNode> list) in ((string, List<JsonNode>)[])[("attributes", Attributes), ("events", Events), ("links", Links)])
            if (list.Count > 0) span[field] = new JsonArray([.. list]);
        var status = new JsonObject();
        if (StatusMessage.Length > 0) status["message"] = StatusMessage;
        if (Status is 1 or 2) status["code"] = Codes[Status];
        span["status"] = status;
        return span;
    }

    private static bool IsId(byte[] id, int length) => id.Length == length && id.AsSpan().ContainsAnyExcept((byte)0);

    private static MlflowException Broken(int number, string field, string must) => MlflowException.Invalid($"Span {number} of the request: '{field}' {must}.");
}
