namespace Cairn.Monitoring;

/// <summary>What one kind of measuring found in a span of production.</summary>
/// <param name="N">Rows it rests on; for traffic, requests.</param>
/// <param name="Facts">Fields of <c>window.closed</c> besides the values, e.g. <c>gap_m</c>.</param>
internal sealed record MeasuredSpan(long N, IReadOnlyList<Measure> Values, IReadOnlyDictionary<string, object> Facts)
{
    public MeasuredSpan(long n, IReadOnlyList<Measure> values) : this(n, values, new Dictionary<string, object>(StringComparer.Ordinal))
    {
    }

    /// <summary>The same with one more field.</summary>
    public MeasuredSpan With(string name, object value) => this with { Facts = new Dictionary<string, object>(Facts, StringComparer.Ordinal) { [name] = value } };
}
