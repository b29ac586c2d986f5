using System.Runtime.InteropServices;

namespace Cairn.Statistics;

/// <summary>
/// Confidence sequence for the difference of two means by a normal mixture (Robbins 1970; mSPRT of Johari et al. 2017; asymptotic form
/// of Waudby-Smith et al. 2024): d ± se·√t·√(2(tρ²+1)/(t²ρ²)·ln(√(tρ²+1)/α)), t = nA + nB. Asymptotic: trust it for balanced arms, at least
/// 1000 units and 50 events in the smaller one; use <see cref="DesignBasedTest"/> otherwise.
/// </summary>
public static class MeanDifferenceSequence
{
    /// <summary>The mixture's ρ² that makes the sequence tightest near t* units: (−2 ln α + ln(−2 ln α + 1))/t*.</summary>
    public static double Tune(double alpha, double units) => (-2 * Math.Log(alpha) + Math.Log(-2 * Math.Log(alpha) + 1)) / units;

    /// <summary>The interval at this look for mean B − mean A; all looks together cover with probability 1 − α.</summary>
    public static Interval At(ArmSummary a, ArmSummary b, double alpha = 0.05, double tunedFor = 5000)
    {
        double t = a.Count + b.Count, rho = Tune(alpha, tunedFor), difference = b.Mean - a.Mean;
        double half = StandardError(a, b) * Math.Sqrt(t)
            * Math.Sqrt(2 * (t * rho + 1) / (t * t * rho) * Math.Log(Math.Sqrt(t * rho + 1) / alpha));
        return new Interval(difference - half, difference + half);
    }

    /// <summary>ln of the e-value against no difference; reject when it reaches ln(1/α).</summary>
    public static double LogEvidence(ArmSummary a, ArmSummary b, double alpha = 0.05, double tunedFor = 5000)
    {
        double t = a.Count + b.Count, rho = Tune(alpha, tunedFor), error = StandardError(a, b), difference = b.Mean - a.Mean;
        if (error == 0)
            return difference == 0 ? 0 : double.PositiveInfinity;
        double s2 = difference * difference * t / (error * error);
        return rho * s2 / (2 * (t * rho + 1)) - Math.Log(t * rho + 1) / 2;
    }

    /// <summary>ln Λ of the mixture sequential probability ratio test over n pairs with summed variance V and prior variance τ².</summary>
    public static double LogMsprt(double difference, double pairs, double variance, double tau2) =>
        0.5 * Math.Log(variance / (variance + pairs * tau2))
        + pairs * pairs * tau2 * difference * difference / (2 * variance * (variance + pairs * tau2));

    private static double StandardError(ArmSummary a, ArmSummary b) => Math.Sqrt(a.Variance / a.Count + b.Variance / b.Count);
}

/// <summary>Count, mean and variance of one arm's outcomes.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ArmSummary(double Count, double Mean, double Variance)
{
    public static ArmSummary OfRate(long yes, long n) => new(n, (double)yes / n, (double)yes / n * (1 - (double)yes / n));
}
