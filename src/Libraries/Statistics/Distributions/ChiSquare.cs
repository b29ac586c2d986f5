namespace Cairn.Statistics;

/// <summary>The χ² distribution with k &gt; 0 degrees of freedom.</summary>
public static class ChiSquare
{
    public static double Cdf(double x, double degrees) => SpecialFunctions.GammaP(degrees / 2, x / 2);

    /// <summary>P(X &gt; x).</summary>
    public static double Sf(double x, double degrees) => SpecialFunctions.GammaQ(degrees / 2, x / 2);

    /// <summary>The x with P(X ≤ x) = p.</summary>
    public static double Quantile(double p, double degrees)
    {
        double high = Math.Max(degrees, 1);
        while (Cdf(high, degrees) < p)
            high *= 2;
        return SpecialFunctions.Invert(x => Cdf(x, degrees), p, 0, high);
    }
}
