namespace Cairn.Tracking.Metrics;

/// <summary>Of one run the points that may be in a sample: those of its least step in each part of the range, and its first and last step, so that its curve begins and ends where it does.</summary>
internal sealed class RunSample(MetricSample sample)
{
    // Of one step a plot needs no more.
    private const int MostOfStep = 10;

    private readonly Dictionary<long, List<MetricPoint>> _parts = [];
    private MetricPoint? _first, _last;

    public IEnumerable<(long Part, long Step)> Steps => _parts.Select(p => (p.Key, p.Value[0].Step));

    /// <summary>Second reading.</summary>
    public void Add(MetricPoint point)
    {
        if (!sample.Within(point.Step)) return;
        if (_first is null || point.Step < _first.Value.Step) _first = point;
        if (_last is null || point.Step > _last.Value.Step) _last = point;
        long part = sample.Part(point.Step);
        if (!_parts.TryGetValue(part, out List<MetricPoint>? there)) _parts[part] = [point];
        else if (point.Step < there[0].Step) _parts[part] = [point];
        else if (point.Step == there[0].Step && there.Count < MostOfStep && !there.Contains(point)) there.Add(point);
    }

    /// <summary>What of it is in the sample, by time and step.</summary>
    public IEnumerable<MetricPoint> Points()
    {
        IEnumerable<MetricPoint> ends = _first is { } first && _last is { } last ? [first, last] : [];
        return _parts.Values.Where(p => sample.Has(p[0].Step)).SelectMany(p => p).Concat(ends).Distinct().Order();
    }
}
