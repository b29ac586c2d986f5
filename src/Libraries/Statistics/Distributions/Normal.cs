namespace Cairn.Statistics;

/// <summary>The standard normal distribution, by the incomplete gamma function.</summary>
public static class Normal
{
    /// <summary>P(Z ≤ z).</summary>
    public static double Cdf(double z) => z < 0 ? UpperTail(-z) : 1 - UpperTail(z);

    /// <summary>P(Z &gt; z), exact far out.</summary>
    public static double Sf(double z) => z > 0 ? UpperTail(z) : 1 - UpperTail(-z);

    /// <summary>The z with P(Z ≤ z) = p; p in (0, 1). Acklam's approximation, refined by Halley's method.</summary>
    public static double Quantile(double p)
    {
        if (!(p > 0 && p < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability between 0 and 1, both excluded, is needed.");
        double z = p < 0.5 ? Start(p) : -Start(1 - p);
        for (int i = 0; i < 3; i++)
        {
            double error = (z < 0 ? Cdf(z) - p : 1 - p - Sf(z)) * Math.Sqrt(2 * Math.PI) * Math.Exp(z * z / 2);
            z -= error / (1 + z * error / 2);
        }

        return z;
    }

    /// <summary>P(|Z| ≥ |z|).</summary>
    public static double TwoSided(double z) => Math.Min(1, 2 * UpperTail(Math.Abs(z)));

    private static double UpperTail(double z) => 0.5 * SpecialFunctions.GammaQ(0.5, z * z / 2);

    private static double Start(double p)
    {
        if (p < 0.02425)
        {
            double q = Math.Sqrt(-2 * Math.Log(p));
            return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q - 2.549732539343734) * q
                + 4.374664141464968) * q + 2.938163982698783)
                / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1);
        }

        double s = p - 0.5, r = s * s;
        return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r + 1.383577518672690e+02) * r
            - 3.066479806614716e+01) * r + 2.506628277459239) * s
            / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r + 6.680131188771972e+01) * r
            - 1.328068155288572e+01) * r + 1);
    }
}
