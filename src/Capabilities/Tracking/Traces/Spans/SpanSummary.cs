using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>What the spans of a trace say of it as a whole, for senders that describe it by nothing else.</summary>
internal static class SpanSummary
{
    private const int PreviewLength = 1000, MostAbove = 100;

    /// <summary>The span without a parent; of several the first.</summary>
    public static Span? Root(IEnumerable<Span> spans) => spans.Where(s => s.Parent is null).MinBy(s => s.Start);

    /// <summary>A root that goes on is a trace in progress.</summary>
    public static string State(Span? root) => root?.End is null ? "IN_PROGRESS" : root.Status == "ERROR" ? "ERROR" : "OK";

    public static string? Input(Span? root) => Preview(root, "mlflow.spanInputs", "input.value", "gen_ai.prompt");

    public static string? Output(Span? root) => Preview(root, "mlflow.spanOutputs", "output.value", "gen_ai.completion");

    /// <summary>Tokens of all spans as MLflow's metadata says them; a span within one that counted already is left out. Null when none counted.</summary>
    public static string? Tokens(IReadOnlyList<Span> spans)
    {
        var byId = spans.ToDictionary(s => s.Id, StringComparer.Ordinal);
        Dictionary<string, (long In, long Out)> counted = spans.Select(s => (s.Id, Usage: Usage(s))).Where(u => u.Usage is not null).ToDictionary(u => u.Id, u => u.Usage!.Value, StringComparer.Ordinal);
        if (counted.Count == 0) return null;
        var own = counted.Where(u => !Above(byId, u.Key).Take(MostAbove).Any(counted.ContainsKey)).Select(u => u.Value).ToList();
        (long input, long output) = (own.Sum(u => u.In), own.Sum(u => u.Out));
        return SpanValue.Json(new JsonObject { ["input_tokens"] = input, ["output_tokens"] = output, ["total_tokens"] = input + output });
    }

    private static string? Preview(Span? root, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
            if (root?.Attribute(key) is { } value) return TraceText.Preview(SpanValue.Text(value), PreviewLength);
        return null;
    }

    private static (long In, long Out)? Usage(Span span)
    {
        JsonObject? usage = span.Attribute("mlflow.chat.tokenUsage") is { } value ? Map(value) : null;
        long? input = Count(usage?["input_tokens"]) ?? Count(span, "gen_ai.usage.input_tokens") ?? Count(span, "gen_ai.usage.prompt_tokens") ?? Count(span, "llm.token_count.prompt");
        long? output = Count(usage?["output_tokens"]) ?? Count(span, "gen_ai.usage.output_tokens") ?? Count(span, "gen_ai.usage.completion_tokens") ?? Count(span, "llm.token_count.completion");
        return input is null && output is null ? null : (input ?? 0, output ?? 0);
    }

    private static long? Count(Span span, string key) => span.Attribute(key) is { } value ? Count(SpanValue.Plain(value)) : null;

    // Within a range whose sums are numbers still.
    private static long? Count(JsonNode? number) => number?.GetValueKind() == JsonValueKind.Number && number.AsValue().TryGetValue(out long count) && count is >= 0 and <= int.MaxValue ? count : null;

    private static JsonObject? Map(JsonElement value)
    {
        try
        {
            return JsonNode.Parse(SpanValue.Text(value)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Above(Dictionary<string, Span> byId, string id)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { id };
        for (string? up = byId[id].Parent; up is not null && seen.Add(up) && byId.TryGetValue(up, out Span? span); up = span.Parent) yield return up;
    }
}
