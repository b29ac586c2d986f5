using Cairn.Platform.Sql;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>Spans in blocks, one per trace and call. A span that was sent twice is stored twice and read once, as it came last.</summary>
internal sealed class SpanStore
{
    public void Append(SqlSession s, long trace, IReadOnlyList<Span> spans)
        => s.Execute("insert into tracking_spans (trace, count, spans) values (@trace, @count, @spans)", new { trace, count = spans.Count, spans = SpanBlock.Write(spans) });

    /// <summary>The spans of a trace by their start.</summary>
    public IReadOnlyList<Span> Of(SqlSession s, long trace)
    {
        IEnumerable<byte[]> blocks = s.Query<byte[]>("select spans from tracking_spans where trace = @trace order by num", new { trace });
        var latest = new Dictionary<string, Span>(StringComparer.Ordinal);
        foreach (Span span in blocks.SelectMany(SpanBlock.Read)) latest[span.Id] = span;
        return [.. latest.Values.OrderBy(p => p.Start)];
    }

}
