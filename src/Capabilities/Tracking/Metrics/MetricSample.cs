namespace Cairn.Tracking.Metrics;

/// <summary>
/// Chooses the steps of a plot: all when they are few, else about as many as asked for, evenly over the range of steps that the runs have
/// between them. Memory is that of what is chosen.
/// </summary>
internal sealed class MetricSample(int most, long? from, long? to)
{
    private readonly HashSet<long> _few = [];
    // The step chosen of each part of the range.
    private readonly Dictionary<long, long> _chosen = [];
    private bool _many;
    private long _least = long.MaxValue, _greatest = long.MinValue;

    /// <summary>First reading, of all runs.</summary>
    public void See(MetricPoint point)
    {
        if (!Within(point.Step)) return;
        (_least, _greatest) = (Math.Min(_least, point.Step), Math.Max(_greatest, point.Step));
        if (!_many && _few.Add(point.Step) && _few.Count > most) _many = true;
    }

    /// <summary>After the second reading: of each part the least step that a run has in it.</summary>
    public void Choose(IEnumerable<RunSample> runs)
    {
        foreach ((long part, long step) in runs.SelectMany(r => r.Steps))
            if (!_chosen.TryGetValue(part, out long chosen) || step < chosen) _chosen[part] = step;
    }

    /// <summary>Whether a step is in the sample, apart from the first and the last of each run.</summary>
    public bool Has(long step) => Within(step) && _chosen.TryGetValue(Part(step), out long chosen) && chosen == step;

    public bool Within(long step) => (from is null || step >= from) && (to is null || step <= to);

    /// <summary>The part of the range that a step lies in; where they are few each is its own. Wide numbers only where they are needed: this is asked for each point.</summary>
    public long Part(long step)
    {
        if (!_many) return step;
        ulong beyond = (ulong)(step - _least), last = (ulong)(_greatest - _least);
        return last < 1UL << 48 ? (long)(beyond * (uint)most / (last + 1)) : (long)((UInt128)beyond * (uint)most / ((UInt128)last + 1));
    }
}
