namespace Cairn.Tracking.Metrics;

/// <summary>
/// Chooses the steps of a plot: all when they are few, else about as many as asked for, evenly over the range of steps that the runs have
/// between them. Memory is that of what is chosen.
/// </summary>
internal sealed class MetricSample(int most, long? from, long? to)
{
    private readonly HashSet<long> _few = [];
    private readonly Dictionary<long, long> _chosen = [];
    private bool _many;
    private long _least = long.MaxValue, _greatest = long.MinValue;

    /// <summary>The steps are more than asked for: <see cref="Choose"/> is needed.</summary>
    public bool IsMany => _many;

    /// <summary>First pass, over all runs.</summary>
    public void See(MetricPoint point)
    {
        if (!Within(point.Step)) return;
        (_least, _greatest) = (Math.Min(_least, point.Step), Math.Max(_greatest, point.Step));
        if (!_many && _few.Add(point.Step) && _few.Count > most) _many = true;
    }

    /// <summary>Second pass: the least step of each part of the range is its own.</summary>
    public void Choose(MetricPoint point)
    {
        if (!Within(point.Step)) return;
        long part = Part(point.Step);
        if (!_chosen.TryGetValue(part, out long step) || point.Step < step) _chosen[part] = point.Step;
    }

    /// <summary>Whether a step is in the sample, apart from the first and the last of each run.</summary>
    public bool Has(long step) => Within(step) && (_many ? _chosen.TryGetValue(Part(step), out long chosen) && chosen == step : _few.Contains(step));

    public bool Within(long step) => (from is null || step >= from) && (to is null || step <= to);

    private long Part(long step) => (long)((Int128)(step - (Int128)_least) * most / ((Int128)_greatest - _least + 1));
}
