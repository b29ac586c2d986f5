namespace Cairn.Statistics;

/// <summary>
/// Empirical Bernstein confidence sequence for the mean of values in [0, 1] (Waudby-Smith &amp; Ramdas 2024, predictable plug-in): covers the
/// mean at all times together with probability 1 − α, for any distribution.
/// </summary>
public sealed class BoundedMeanSequence(double alpha = 0.05)
{
    private const double LargestBet = 0.5;
    private double _sum, _squares, _bets, _bettedSum, _spread;
    private long _count;

    public long Count => _count;

    public double Mean => _sum / _count;

    public Interval Interval
    {
        get
        {
            double centre = _bettedSum / _bets, half = (Math.Log(2 / alpha) + _spread) / _bets;
            return new Interval(centre - half, centre + half);
        }
    }

    public void Record(double value)
    {
        if (!(value >= 0 && value <= 1))
            throw new ArgumentOutOfRangeException(nameof(value), value, "The value lies in [0, 1]; cap and scale it before.");
        double t = _count + 1, meanBefore = (0.5 + _sum) / t, varianceBefore = (0.25 + _squares) / t;
        double bet = Math.Min(Math.Sqrt(2 * Math.Log(2 / alpha) / (varianceBefore * t * Math.Log(1 + t))), LargestBet);
        _bets += bet;
        _bettedSum += bet * value;
        _spread += (value - meanBefore) * (value - meanBefore) * (-Math.Log(1 - bet) - bet);
        _count++;
        _sum += value;
        double meanAfter = (0.5 + _sum) / (t + 1);
        _squares += (value - meanAfter) * (value - meanAfter);
    }
}
