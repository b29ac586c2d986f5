namespace Cairn.Statistics;

/// <summary>
/// Page-Hinkley test for a rise of the mean of a stream (Page 1954): S = max(0, fade·S + x − mean − slack), alarm at S ≥ threshold. Its scale
/// is the data's own: meant for errors of size 0 to 1. After an alarm it starts afresh.
/// </summary>
public sealed class PageHinkley(double threshold = 50, double slack = 0.005, double fade = 0.9999, int warmUp = 30)
{
    private double _sum, _mean;
    private long _count;

    /// <summary>Takes one value; true when the mean is found to have risen.</summary>
    public bool Record(double value)
    {
        _count++;
        _mean += (value - _mean) / _count;
        _sum = Math.Max(0, fade * _sum + value - _mean - slack);
        if (_count < warmUp || _sum < threshold)
            return false;
        (_sum, _mean, _count) = (0, 0, 0);
        return true;
    }
}
