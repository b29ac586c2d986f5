namespace Cairn.Statistics;

/// <summary>
/// Finds a rise of a yes/no error rate above a known bound with a promised rarity of false alarms (Shiryaev-Roberts e-detector; Shin, Ramdas
/// &amp; Rinaldo 2024): M = mean over uplifts of (M+1)·L, alarm at M ≥ run length. While the rate is at or below the bound, the mean number of
/// values to a false alarm is at least the run length.
/// </summary>
public sealed class ErrorRateDetector
{
    private static readonly double[] Uplifts = [1.1, 1.25, 1.5, 2, 3];
    private readonly double[] _evidence;
    private readonly double[] _whenWrong;
    private readonly double[] _whenRight;
    private readonly double _runLength;

    /// <param name="bound">Upper bound of the rate when all is well, in (0, 1).</param>
    /// <param name="runLength">Least mean number of values between false alarms.</param>
    public ErrorRateDetector(double bound, double runLength = 100_000)
    {
        if (!(bound > 0 && bound < 1))
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "The bound lies between 0 and 1, both excluded.");
        double[] rates = [.. Uplifts.Select(u => Math.Min(bound * u, (1 + bound) / 2)).Distinct()];
        _whenWrong = [.. rates.Select(rate => rate / bound)];
        _whenRight = [.. rates.Select(rate => (1 - rate) / (1 - bound))];
        _evidence = new double[rates.Length];
        _runLength = runLength;
    }

    /// <summary>Takes one value; true at an alarm, after which it starts afresh.</summary>
    public bool Record(bool wrong)
    {
        double sum = 0;
        for (int i = 0; i < _evidence.Length; i++)
        {
            _evidence[i] = (_evidence[i] + 1) * (wrong ? _whenWrong[i] : _whenRight[i]);
            sum += _evidence[i];
        }

        if (sum / _evidence.Length < _runLength)
            return false;
        Array.Clear(_evidence);
        return true;
    }
}
