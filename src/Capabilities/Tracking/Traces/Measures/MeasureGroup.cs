namespace Cairn.Tracking.Traces.Measures;

/// <summary>The values of parts that are taken together.</summary>
/// <param name="keep">Whether percentiles will be asked for, which need every value.</param>
internal sealed class MeasureGroup(long bucket, string[] dimensions, bool keep)
{
    private readonly List<double> _values = [];
    private long _count;
    private double _sum, _least = double.PositiveInfinity, _greatest = double.NegativeInfinity;
    private bool _sorted;

    public long Bucket => bucket;

    public string[] Dimensions => dimensions;

    public void Add(double value)
    {
        (_count, _sum, _sorted) = (_count + 1, _sum + value, false);
        (_least, _greatest) = (Math.Min(_least, value), Math.Max(_greatest, value));
        if (keep) _values.Add(value);
    }

    public double Of(Aggregation aggregation) => aggregation.Type switch
    {
        "COUNT" => _count,
        "SUM" => _sum,
        "AVG" => _sum / _count,
        "MIN" => _least,
        "MAX" => _greatest,
        _ => Percentile(aggregation.Percentile / 100),
    };

    // Between two values in proportion.
    private double Percentile(double share)
    {
        if (!_sorted) _values.Sort();
        _sorted = true;
        double place = share * (_values.Count - 1);
        int below = (int)place;
        return below + 1 == _values.Count ? _values[below] : _values[below] + (place - below) * (_values[below + 1] - _values[below]);
    }
}
