namespace Cairn.Statistics;

/// <summary>Gamma and beta functions to about 1e-13 relative (Press et al., Numerical Recipes, 3rd ed., chapter 6).</summary>
public static class SpecialFunctions
{
    private const double Epsilon = 1e-16, Tiny = 1e-300;
    private const int MaxIterations = 100_000;

    /// <summary>ln Γ(x) for x &gt; 0: Stirling's series, with small arguments shifted up first.</summary>
    public static double LogGamma(double x)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x);
        double shift = 0;
        if (x < 16)
        {
            double product = 1;
            for (; x < 16; x++)
                product *= x;
            shift = -Math.Log(product);
        }

        double z = 1 / (x * x);
        double series = ((((((-691.0 / 360360 * z + 1.0 / 1188) * z - 1.0 / 1680) * z + 1.0 / 1260) * z - 1.0 / 360) * z) + 1.0 / 12) / x;
        return shift + (x - 0.5) * Math.Log(x) - x + 0.91893853320467274178 + series;
    }

    /// <summary>ln B(a, b).</summary>
    public static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    /// <summary>P(a, x), the lower regularised gamma function.</summary>
    public static double GammaP(double a, double x) => x <= 0 ? 0 : x < a + 1 ? GammaSeries(a, x) : 1 - GammaFraction(a, x);

    /// <summary>Q(a, x) = 1 - P(a, x), exact in the upper tail.</summary>
    public static double GammaQ(double a, double x) => x <= 0 ? 1 : x < a + 1 ? 1 - GammaSeries(a, x) : GammaFraction(a, x);

    /// <summary>I_x(a, b), the regularised incomplete beta function.</summary>
    public static double Beta(double a, double b, double x)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        double front = Math.Exp(a * Math.Log(x) + b * Math.Log(1 - x) - LogBeta(a, b));
        return x < (a + 1) / (a + b + 2) ? front * BetaFraction(a, b, x) / a : 1 - front * BetaFraction(b, a, 1 - x) / b;
    }

    /// <summary>Where a rising function crosses a value: bisection to the last bit between two bounds.</summary>
    internal static double Invert(Func<double, double> rising, double wanted, double low, double high)
    {
        for (int i = 0; i < 2000; i++)
        {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high)
                break;
            if (rising(middle) < wanted)
                low = middle;
            else
                high = middle;
        }

        return low + (high - low) / 2;
    }

    private static double GammaSeries(double a, double x)
    {
        double term = 1 / a, sum = term;
        for (int n = 1; n < MaxIterations && Math.Abs(term) > Math.Abs(sum) * Epsilon; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum * Math.Exp(-x + a * Math.Log(x) - LogGamma(a));
    }

    private static double GammaFraction(double a, double x)
    {
        double b = x + 1 - a, c = 1 / Tiny, d = 1 / b, h = d;
        for (int i = 1; i < MaxIterations; i++)
        {
            double an = -i * (i - a);
            b += 2;
            d = 1 / NotZero(an * d + b);
            c = NotZero(b + an / c);
            double factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 4 * Epsilon)
                break;
        }

        return Math.Exp(-x + a * Math.Log(x) - LogGamma(a)) * h;
    }

    private static double BetaFraction(double a, double b, double x)
    {
        double c = 1, d = 1 / NotZero(1 - (a + b) * x / (a + 1)), h = d;
        for (int m = 1; m < MaxIterations; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            double factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 4 * Epsilon)
                break;
        }

        return h;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
