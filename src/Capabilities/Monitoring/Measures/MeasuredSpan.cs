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

    /// <summary>The same with more values.</summary>
    public MeasuredSpan And(IEnumerable<Measure> values) => this with { Values = [.. Values, .. values] };

    /// <summary>Its values as those of one version alone: told, and held against nothing.</summary>
    public IEnumerable<Measure> Of(string version) => Values.Select(v => v with { Slice = v.Slice ?? version, Version = version, Threshold = null, Breached = false });
}
