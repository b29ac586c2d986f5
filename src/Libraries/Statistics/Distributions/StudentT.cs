namespace Cairn.Statistics;

/// <summary>Student's t distribution; the degrees of freedom need not be whole.</summary>
public static class StudentT
{
    /// <summary>P(T &gt; t).</summary>
    public static double Sf(double t, double degrees)
    {
        double half = 0.5 * SpecialFunctions.Beta(degrees / 2, 0.5, degrees / (degrees + t * t));
        return t >= 0 ? half : 1 - half;
    }

    public static double Cdf(double t, double degrees) => Sf(-t, degrees);

    public static double TwoSided(double t, double degrees) => Math.Min(1, 2 * Sf(Math.Abs(t), degrees));

    /// <summary>The t with P(T ≤ t) = p.</summary>
    public static double Quantile(double p, double degrees)
    {
        if (p < 0.5)
            return -Quantile(1 - p, degrees);
        double high = 1;
        while (Cdf(high, degrees) < p)
            high *= 2;
        return SpecialFunctions.Invert(t => Cdf(t, degrees), p, 0, high);
    }
}
