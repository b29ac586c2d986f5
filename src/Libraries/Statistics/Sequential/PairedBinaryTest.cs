namespace Cairn.Statistics;

/// <summary>
/// Always-valid test of two yes/no rates with a 1:1 split: pairs of arrivals, of which only the discordant ones count. The evidence is
/// ln E = ln B(a+up, a+down) − ln B(a, a) + (up+down)·ln 2 (beta-binomial mixture; Robbins 1970): under equal rates it exceeds
/// ln(1/α) at any time ever with probability ≤ α, exactly, however often one looks and however the rate drifts.
/// </summary>
/// <param name="prior">a; about a twentieth of the discordant pairs expected at the decision, default 50.</param>
public sealed class PairedBinaryTest(double prior = 50)
{
    /// <summary>Pairs in which the challenger said yes and the champion no.</summary>
    public long Up { get; private set; }

    /// <summary>Pairs in which the champion said yes and the challenger no.</summary>
    public long Down { get; private set; }

    public long Pairs { get; private set; }

    public double LogEvidence => LogEvidenceOf(Up, Down, prior);

    /// <summary>A p-value that stays valid at every look: min(1, 1/E).</summary>
    public double PValue => Math.Min(1, Math.Exp(-LogEvidence));

    public void Record(bool champion, bool challenger)
    {
        Pairs++;
        if (challenger && !champion)
            Up++;
        else if (champion && !challenger)
            Down++;
    }

    public static double LogEvidenceOf(long up, long down, double prior = 50) =>
        SpecialFunctions.LogBeta(prior + up, prior + down) - SpecialFunctions.LogBeta(prior, prior) + (up + down) * Math.Log(2);
}
