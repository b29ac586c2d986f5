namespace Cairn.Tracking.Metrics;

/// <summary>The first points after a point, each once, of points that come in any order and any number.</summary>
internal sealed class MetricPage(MetricPoint? after, int limit)
{
    private readonly List<MetricPoint> _points = [];
    private readonly int _room = (int)Math.Min(limit * 2L, int.MaxValue);
    // The last that has a place, once all places are taken.
    private MetricPoint? _last;

    public void Add(MetricPoint point)
    {
        if ((after is { } from && point.CompareTo(from) <= 0) || (_last is { } last && point.CompareTo(last) >= 0)) return;
        _points.Add(point);
        if (_points.Count >= _room) Cut();
    }

    public List<MetricPoint> Points()
    {
        Cut();
        return _points;
    }

    private void Cut()
    {
        if (!IsSorted()) _points.Sort();
        int kept = 0;
        for (int i = 0; i < _points.Count && kept < limit; i++)
            if (kept == 0 || _points[i] != _points[kept - 1]) _points[kept++] = _points[i];
        _points.RemoveRange(kept, _points.Count - kept);
        if (kept == limit) _last = _points[^1];
    }

    private bool IsSorted()
    {
        for (int i = 1; i < _points.Count; i++)
            if (_points[i - 1].CompareTo(_points[i]) > 0) return false;
        return true;
    }
}
