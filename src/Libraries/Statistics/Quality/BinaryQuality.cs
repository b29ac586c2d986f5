namespace Cairn.Statistics;

/// <summary>How good probabilities of a yes/no outcome are.</summary>
public static class BinaryQuality
{
    private const double Clip = 1e-15;

    /// <summary>Mean −ln of the probability given to what happened, probabilities held within [1e-15, 1 − 1e-15].</summary>
    public static double LogLoss(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels)
    {
        SameLength(probabilities.Length, labels.Length);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double p = Math.Clamp(probabilities[i], Clip, 1 - Clip);
            sum -= Math.Log(labels[i] ? p : 1 - p);
        }

        return sum / labels.Length;
    }

    /// <summary>Mean squared distance of the probability from 0 or 1 (Brier 1950).</summary>
    public static double Brier(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels)
    {
        SameLength(probabilities.Length, labels.Length);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double error = probabilities[i] - (labels[i] ? 1 : 0);
            sum += error * error;
        }

        return sum / labels.Length;
    }

    /// <summary>
    /// Murphy's decomposition (1973) over calibration bins: Brier = reliability − resolution + uncertainty, up to the spread of
    /// probabilities within a bin.
    /// </summary>
    public static BrierParts Decompose(IReadOnlyList<CalibrationBin> bins)
    {
        double n = bins.Sum(b => b.Count), rate = bins.Sum(b => b.Positives) / n;
        double reliability = bins.Sum(b => b.Count * Square(b.MeanProbability - b.Rate)) / n;
        double resolution = bins.Sum(b => b.Count * Square(b.Rate - rate)) / n;
        return new BrierParts(reliability, resolution, rate * (1 - rate));
    }

    /// <summary>The counts at one threshold: predicted yes when probability ≥ threshold.</summary>
    public static Confusion At(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, double threshold = 0.5)
    {
        SameLength(probabilities.Length, labels.Length);
        long tn = 0, fp = 0, fn = 0, tp = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            bool yes = probabilities[i] >= threshold;
            if (labels[i])
                _ = yes ? tp++ : fn++;
            else
                _ = yes ? fp++ : tn++;
        }

        return new Confusion(tn, fp, fn, tp);
    }

    internal static void SameLength(int predictions, int labels)
    {
        if (predictions != labels)
            throw new ArgumentException($"{predictions} predictions were given for {labels} labels.", nameof(predictions));
    }

    private static double Square(double x) => x * x;
}

/// <summary>Reliability (0 is best), resolution (more is better) and uncertainty (of the data itself).</summary>
public sealed record BrierParts(double Reliability, double Resolution, double Uncertainty);

/// <summary>Counts of one threshold, and what is made of them; NaN where the denominator is 0.</summary>
public sealed record Confusion(long TrueNegatives, long FalsePositives, long FalseNegatives, long TruePositives)
{
    public double Accuracy => Ratio(TruePositives + TrueNegatives, TruePositives + TrueNegatives + FalsePositives + FalseNegatives);

    public double Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    public double Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    public double Specificity => Ratio(TrueNegatives, TrueNegatives + FalsePositives);

    public double F1 => Ratio(2 * TruePositives, 2 * TruePositives + FalsePositives + FalseNegatives);

    private static double Ratio(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;
}
