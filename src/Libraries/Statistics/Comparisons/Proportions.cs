namespace Cairn.Statistics;

/// <summary>Shares of yes among n: intervals and comparison.</summary>
public static class Proportions
{
    /// <summary>Wilson's score interval (1927); [0, 1] when n is 0.</summary>
    public static Interval Wilson(long yes, long n, double confidence = 0.95)
    {
        Check(yes, n);
        if (n == 0)
            return new Interval(0, 1);
        double z = Normal.Quantile(0.5 + confidence / 2), p = (double)yes / n, zz = z * z / n;
        double centre = (p + zz / 2) / (1 + zz), half = z * Math.Sqrt(p * (1 - p) / n + zz / (4 * n)) / (1 + zz);
        return new Interval(yes == 0 ? 0 : Math.Max(0, centre - half), yes == n ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>The exact interval of Clopper and Pearson (1934), never too short.</summary>
    public static Interval ClopperPearson(long yes, long n, double confidence = 0.95)
    {
        Check(yes, n);
        double tail = (1 - confidence) / 2;
        return new Interval(yes == 0 ? 0 : Beta.Quantile(tail, yes, n - yes + 1), yes == n ? 1 : Beta.Quantile(1 - tail, yes + 1, n - yes));
    }

    /// <summary>Two-sided z test of equal shares with pooled variance; statistic 0 and p-value 1 when nothing varies.</summary>
    public static TestOutcome TwoSample(long yesA, long nA, long yesB, long nB)
    {
        Check(yesA, nA);
        Check(yesB, nB);
        if (nA == 0 || nB == 0)
            return new TestOutcome(0, 1);
        double pooled = (double)(yesA + yesB) / (nA + nB), variance = pooled * (1 - pooled) * (1.0 / nA + 1.0 / nB);
        double z = variance > 0 ? ((double)yesA / nA - (double)yesB / nB) / Math.Sqrt(variance) : 0;
        return new TestOutcome(z, Normal.TwoSided(z));
    }

    /// <summary>Newcombe's interval (1998, method 10) for share A − share B.</summary>
    public static Interval Difference(long yesA, long nA, long yesB, long nB, double confidence = 0.95)
    {
        Interval a = Wilson(yesA, nA, confidence), b = Wilson(yesB, nB, confidence);
        double pa = (double)yesA / nA, pb = (double)yesB / nB;
        return new Interval(
            pa - pb - Math.Sqrt(Square(pa - a.Low) + Square(b.High - pb)),
            pa - pb + Math.Sqrt(Square(a.High - pa) + Square(pb - b.Low)));
    }

    private static double Square(double x) => x * x;

    private static void Check(long yes, long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(yes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(yes, n);
    }
}
