using System.Text.Json;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>Spans as a tree, written from the root downwards, children by their start. A span whose parent is not there stands at the top.</summary>
internal static class SpanTree
{
    private const string Inputs = "mlflow.spanInputs", Outputs = "mlflow.spanOutputs";
    private static readonly string[] Apart = [Inputs, Outputs, "mlflow.spanType", "mlflow.traceRequestId"];

    public static IReadOnlyList<SpanView> Of(IReadOnlyList<Span> spans)
    {
        if (spans.Count == 0) return [];
        long zero = spans.Min(s => s.Start);
        var ids = spans.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        ILookup<string, Span> children = spans.ToLookup(s => s.Parent is { } parent && ids.Contains(parent) ? parent : "", StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var views = new List<SpanView>(spans.Count);
        Add(children[""], zero, children, seen, views);
        // What is left goes round in circles.
        Add(spans.Where(s => !seen.Contains(s.Id)), zero, children, seen, views);
        return views;
    }

    private static void Add(IEnumerable<Span> tops, long zero, ILookup<string, Span> children, HashSet<string> seen, List<SpanView> views)
    {
        var waiting = new Stack<(Span Span, int Depth)>(tops.OrderByDescending(s => s.Start).Select(s => (s, 0)));
        while (waiting.TryPop(out (Span Span, int Depth) next))
        {
            if (!seen.Add(next.Span.Id)) continue;
            views.Add(View(next.Span, next.Depth, zero));
            foreach (Span child in children[next.Span.Id].OrderByDescending(s => s.Start)) waiting.Push((child, next.Depth + 1));
        }
    }

    private static SpanView View(Span s, int depth, long zero) => new(
        s.Id, s.Parent, depth, s.Name, s.Type, s.Status, s.StatusMessage, Milliseconds(s.Start - zero), s.End is { } end ? Milliseconds(end - s.Start) : null, Text(s, Inputs), Text(s, Outputs),
        Map(s.Attributes.Where(a => !Apart.Contains(a.Key))), [.. s.Events.Select(e => new SpanEvent(e.GetProperty("name").GetString()!, Milliseconds(e.GetProperty("time_unix_nano").GetInt64() - zero), Map(Span.Pairs(e))))]);

    private static string? Text(Span span, string key) => span.Attribute(key) is { } value ? SpanValue.Text(value) : null;

    private static Dictionary<string, string> Map(IEnumerable<(string Key, JsonElement Value)> pairs)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, JsonElement value) in pairs) map[key] = SpanValue.Text(value);
        return map;
    }

    private static double Milliseconds(long nanoseconds) => nanoseconds / 1e6;
}
