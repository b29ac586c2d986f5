namespace Cairn.Tracking.Metrics;

/// <summary>
/// Chooses the steps of a plot: all when they are few, else about as many as asked for, evenly over the range of steps that the runs have
/// between them. Memory is that of what is chosen.
/// </summary>
internal sealed class MetricSample(int most, long? from, long? to)
{
    private readonly HashSet<long> _few = [];
    // Of each part of the range; the greatest number where none was seen.
    private long[] _chosen = [];
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
        if (_chosen.Length == 0) Array.Fill(_chosen = new long[most], long.MaxValue);
        ref long chosen = ref _chosen[Part(point.Step)];
        if (point.Step < chosen) chosen = point.Step;
    }

    /// <summary>Whether a step is in the sample, apart from the first and the last of each run.</summary>
    public bool Has(long step) => Within(step) && (_many ? _chosen[Part(step)] == step : _few.Contains(step));

    public bool Within(long step) => (from is null || step >= from) && (to is null || step <= to);

    // Wide numbers only where they are needed: this is asked twice for each point.
    private int Part(long step)
    {
        ulong beyond = (ulong)(step - _least), last = (ulong)(_greatest - _least);
        return last < 1UL << 48 ? (int)(beyond * (uint)most / (last + 1)) : (int)((UInt128)beyond * (uint)most / ((UInt128)last + 1));
    }
}
