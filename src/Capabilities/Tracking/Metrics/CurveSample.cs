namespace Cairn.Tracking.Metrics;

/// <summary>
/// Chooses the points of a curve while they come, in any order and any number: all, each once, while they are few; then of each stretch of steps
/// the first, where a stretch becomes twice as long whenever there would be too many. Where all have one step, stretches are of time.
/// </summary>
internal sealed class CurveSample(int most)
{
    private List<MetricPoint> _few = [];
    private Dictionary<long, MetricPoint>? _stretches;
    private bool _byTime;
    private int _length;
    private MetricPoint _first, _last;
    private double _least = double.NaN, _greatest = double.NaN;

    /// <summary>How many came.</summary>
    public long Count { get; private set; }

    public void Add(MetricPoint point)
    {
        if (Count++ == 0) (_first, _last) = (point, point);
        if (point.CompareTo(_first) < 0) _first = point;
        if (point.CompareTo(_last) > 0) _last = point;
        // Compared with NaN nothing is less.
        if (!(point.Value >= _least) && !double.IsNaN(point.Value)) _least = point.Value;
        if (!(point.Value <= _greatest) && !double.IsNaN(point.Value)) _greatest = point.Value;
        if (_stretches is not null) Place(point);
        else Gather(point);
    }

    public MetricCurve Curve(string key)
    {
        MetricPoint[] chosen = [.. (_stretches is null ? _few : [.. _stretches.Values, _first, _last]).Distinct().Order()];
        return new MetricCurve(key, [.. chosen.Select(p => p.Of(key))], _stretches is null ? chosen.Length : Count, _least, _greatest);
    }

    private void Gather(MetricPoint point)
    {
        _few.Add(point);
        if (_few.Count <= most) return;
        _stretches = [];
        _byTime = _few.TrueForAll(p => p.Step == _few[0].Step);
        _few.ForEach(Place);
        _few = [];
    }

    private void Place(MetricPoint point)
    {
        long stretch = Along(point) >> _length;
        if (_stretches!.TryGetValue(stretch, out MetricPoint there) && Compare(there, point) <= 0) return;
        _stretches[stretch] = point;
        while (_stretches.Count > most) Double();
    }

    private void Double()
    {
        _length++;
        var merged = new Dictionary<long, MetricPoint>(most);
        foreach (MetricPoint point in _stretches!.Values)
            if (!merged.TryGetValue(Along(point) >> _length, out MetricPoint there) || Compare(point, there) < 0) merged[Along(point) >> _length] = point;
        _stretches = merged;
    }

    private long Along(MetricPoint point) => _byTime ? point.Timestamp : point.Step;

    private int Compare(MetricPoint a, MetricPoint b) => Along(a) is var x && Along(b) is var y && x != y ? x.CompareTo(y) : a.CompareTo(b);
}
