namespace Cairn.Statistics;

/// <summary>The beta distribution on [0, 1] with shapes a, b &gt; 0.</summary>
public static class Beta
{
    public static double Cdf(double x, double a, double b) => SpecialFunctions.Beta(a, b, x);

    public static double Quantile(double p, double a, double b) => SpecialFunctions.Invert(x => Cdf(x, a, b), p, 0, 1);
}
