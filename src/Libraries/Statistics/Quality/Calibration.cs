namespace Cairn.Statistics;

/// <summary>Whether probabilities mean what they say.</summary>
public static class Calibration
{
    /// <summary>Bins of equal width [i/k, (i+1)/k), the last closed; empty bins are left out.</summary>
    public static IReadOnlyList<CalibrationBin> EqualWidth(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, int bins = 10)
    {
        BinaryQuality.SameLength(probabilities.Length, labels.Length);
        var sums = new (long Count, long Positives, double Sum)[bins];
        for (int i = 0; i < labels.Length; i++)
        {
            int bin = Math.Clamp((int)(probabilities[i] * bins), 0, bins - 1);
            sums[bin] = (sums[bin].Count + 1, sums[bin].Positives + (labels[i] ? 1 : 0), sums[bin].Sum + probabilities[i]);
        }

        return [.. sums.Where(s => s.Count > 0).Select(s => new CalibrationBin(s.Count, s.Positives, s.Sum / s.Count))];
    }

    /// <summary>Bins of as equal numbers of rows as the count allows, in order of probability.</summary>
    public static IReadOnlyList<CalibrationBin> EqualMass(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, int bins = 10)
    {
        BinaryQuality.SameLength(probabilities.Length, labels.Length);
        double[] sorted = probabilities.ToArray();
        bool[] outcomes = labels.ToArray();
        Array.Sort(sorted, outcomes);
        var made = new List<CalibrationBin>();
        for (int b = 0; b < bins; b++)
        {
            int from = (int)((long)sorted.Length * b / bins), to = (int)((long)sorted.Length * (b + 1) / bins);
            if (to > from)
                made.Add(new CalibrationBin(to - from, outcomes[from..to].Count(y => y), sorted.AsSpan(from..to).Mean()));
        }

        return made;
    }

    /// <summary>Expected calibration error: the mean gap between probability and rate, weighted by rows.</summary>
    public static double Ece(IReadOnlyList<CalibrationBin> bins) =>
        bins.Sum(b => b.Count * Math.Abs(b.MeanProbability - b.Rate)) / bins.Sum(b => b.Count);

    /// <summary>The largest gap of any bin.</summary>
    public static double Mce(IReadOnlyList<CalibrationBin> bins) => bins.Max(b => Math.Abs(b.MeanProbability - b.Rate));

    /// <summary>
    /// Cox's calibration line (1958): log odds of the outcome = intercept + slope · log odds of the prediction, fitted by Newton's
    /// method. Well calibrated: intercept 0, slope 1. NaN when it has no finite solution (one class only, all predictions equal).
    /// </summary>
    public static CalibrationLine Line(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels)
    {
        BinaryQuality.SameLength(probabilities.Length, labels.Length);
        double a = 0, b = 1;
        for (int step = 0; step < 50; step++)
        {
            (double da, double db) = NewtonStep(probabilities, labels, a, b);
            if (!double.IsFinite(da) || !double.IsFinite(db) || Math.Abs(a) > 1e3 || Math.Abs(b) > 1e3)
                return new CalibrationLine(double.NaN, double.NaN);
            (a, b) = (a + da, b + db);
            if (Math.Abs(da) + Math.Abs(db) < 1e-12)
                break;
        }

        return new CalibrationLine(a, b);
    }

    internal static double Mean(this Span<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }

    private static (double Intercept, double Slope) NewtonStep(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, double a, double b)
    {
        const double clip = 1e-12;
        double ga = 0, gb = 0, haa = 0, hab = 0, hbb = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double p = Math.Clamp(probabilities[i], clip, 1 - clip), x = Math.Log(p / (1 - p));
            double fitted = 1 / (1 + Math.Exp(-(a + b * x))), weight = fitted * (1 - fitted), gap = (labels[i] ? 1 : 0) - fitted;
            ga += gap;
            gb += gap * x;
            haa += weight;
            hab += weight * x;
            hbb += weight * x * x;
        }

        double determinant = haa * hbb - hab * hab;
        return ((hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant);
    }
}

/// <summary>Rows whose probabilities lie together.</summary>
public sealed record CalibrationBin(long Count, long Positives, double MeanProbability)
{
    public double Rate => (double)Positives / Count;
}

public sealed record CalibrationLine(double Intercept, double Slope);
