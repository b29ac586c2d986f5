namespace Cairn.Statistics;

/// <summary>
/// Always-valid check that units were split as intended (Dirichlet-multinomial e-process; Lindon &amp; Malek 2022):
/// ln E = ln Γ(a) − ln Γ(a+n) + Σ[ln Γ(a·w+n_i) − ln Γ(a·w)] − Σ n_i·ln w_i. Alarm when E ≥ 1/α; look as often as wanted.
/// </summary>
public static class SampleRatio
{
    /// <param name="counts">Units per variant.</param>
    /// <param name="weights">Intended shares, summing to 1.</param>
    /// <param name="prior">a; larger values look for smaller deviations.</param>
    public static double LogEvidence(ReadOnlySpan<long> counts, ReadOnlySpan<double> weights, double prior = 1000)
    {
        if (counts.Length != weights.Length)
            throw new ArgumentException($"{counts.Length} counts do not match {weights.Length} weights.", nameof(weights));
        double n = 0, log = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            n += counts[i];
            log += SpecialFunctions.LogGamma(prior * weights[i] + counts[i]) - SpecialFunctions.LogGamma(prior * weights[i])
                - counts[i] * Math.Log(weights[i]);
        }

        return log + SpecialFunctions.LogGamma(prior) - SpecialFunctions.LogGamma(prior + n);
    }
}
