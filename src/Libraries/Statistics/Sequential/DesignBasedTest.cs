namespace Cairn.Statistics;

/// <summary>
/// Always-valid test for any split, fixed or changing (a canary of 5 %, a bandit), and any outcome in [0, 1]. Each unit contributes
/// Z = (1[challenger] − π)/(π(1−π))·(y − m), with m the mean so far; the capitals Π(1 ± λZ) are non-negative martingales when the
/// variants do not differ, so E exceeds 1/α ever with probability ≤ α (betting e-process; Waudby-Smith &amp; Ramdas 2024).
/// </summary>
public sealed class DesignBasedTest
{
    private double _sum, _squares, _logUp, _logDown;
    private long _count;

    /// <summary>Evidence that the challenger's mean is higher.</summary>
    public double LogEvidenceUp => _logUp;

    /// <summary>Evidence that the challenger's mean is lower.</summary>
    public double LogEvidenceDown => _logDown;

    /// <summary>Two-sided evidence: the mean of both capitals.</summary>
    public double LogEvidence
    {
        get
        {
            double top = Math.Max(_logUp, _logDown);
            return top + Math.Log((Math.Exp(_logUp - top) + Math.Exp(_logDown - top)) / 2);
        }
    }

    public long Count => _count;

    /// <param name="challenger">Whether this unit saw the challenger.</param>
    /// <param name="probability">π, the probability with which it was assigned there, in (0, 1).</param>
    /// <param name="outcome">In [0, 1]; cap and scale before.</param>
    public void Record(bool challenger, double probability, double outcome)
    {
        if (!(probability > 0 && probability < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability of assignment lies between 0 and 1, both excluded.");
        if (!(outcome >= 0 && outcome <= 1))
            throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "The outcome lies in [0, 1]; cap and scale it before.");
        double centre = (0.5 + _sum) / (_count + 1);
        double z = ((challenger ? 1 : 0) - probability) / (probability * (1 - probability)) * (outcome - centre);
        double bet = Bet(probability);
        _logUp += Math.Log(1 + bet * z);
        _logDown += Math.Log(1 - bet * z);
        _count++;
        _sum += outcome;
        _squares += z * z;
    }

    /// <summary>Predictable: from what came before only, held to half of what could ruin it.</summary>
    private double Bet(double probability)
    {
        double most = 0.5 * Math.Min(probability, 1 - probability);
        double variance = (1 + _squares) / (_count + 1);
        return Math.Min(most, Math.Sqrt(2 * Math.Log(2 / 0.05) / (variance * (_count + 1) * Math.Log(_count + Math.E))));
    }
}
