namespace Cairn.Statistics;

/// <summary>
/// Variance of the AUC without assumptions (DeLong, DeLong &amp; Clarke-Pearson 1988; fast form by Sun &amp; Xu 2014), for one model and
/// for two models scored on the same rows.
/// </summary>
public static class DeLong
{
    /// <summary>AUC and its confidence interval, cut to [0, 1].</summary>
    public static AucEstimate Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, double confidence = 0.95)
    {
        Placements placed = Placements.Of(scores, labels);
        double variance = Covariance(placed.Positives, placed.Positives) / placed.Positives.Length
            + Covariance(placed.Negatives, placed.Negatives) / placed.Negatives.Length;
        double half = Normal.Quantile(0.5 + confidence / 2) * Math.Sqrt(variance);
        return new AucEstimate(placed.Auc, Math.Sqrt(variance), new Interval(Math.Max(0, placed.Auc - half), Math.Min(1, placed.Auc + half)));
    }

    /// <summary>The difference second − first on the same rows, with its interval and two-sided p-value.</summary>
    public static AucDifference Compare(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<bool> labels, double confidence = 0.95)
    {
        Placements a = Placements.Of(first, labels), b = Placements.Of(second, labels);
        double variance = Difference(a.Positives, b.Positives) + Difference(a.Negatives, b.Negatives);
        double error = Math.Sqrt(Math.Max(0, variance)), difference = b.Auc - a.Auc;
        double half = Normal.Quantile(0.5 + confidence / 2) * error;
        double p = error > 0 ? Normal.TwoSided(difference / error) : difference == 0 ? 1 : 0;
        return new AucDifference(difference, error, new Interval(difference - half, difference + half), p);
    }

    private static double Difference(double[] a, double[] b) =>
        (Covariance(a, a) + Covariance(b, b) - 2 * Covariance(a, b)) / a.Length;

    private static double Covariance(double[] a, double[] b)
    {
        if (a.Length < 2)
            return 0;
        double meanA = a.Average(), meanB = b.Average(), sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - meanA) * (b[i] - meanB);
        return sum / (a.Length - 1);
    }

    /// <summary>For each row, the share of the other class it is rightly ordered against.</summary>
    private sealed record Placements(double Auc, double[] Positives, double[] Negatives)
    {
        public static Placements Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
        {
            if (scores.Length != labels.Length)
                throw new ArgumentException($"{scores.Length} scores were given for {labels.Length} labels.", nameof(scores));
            (double[] positive, double[] negative) = Split(scores, labels);
            if (positive.Length == 0 || negative.Length == 0)
                throw new ArgumentException("An AUC needs at least one row of each class.", nameof(labels));
            double[] all = MidRanks.Of([.. positive, .. negative]), own = MidRanks.Of(positive), other = MidRanks.Of(negative);
            double[] v10 = [.. own.Select((rank, i) => (all[i] - rank) / negative.Length)];
            double[] v01 = [.. other.Select((rank, i) => 1 - (all[positive.Length + i] - rank) / positive.Length)];
            return new Placements(v10.Average(), v10, v01);
        }

        private static (double[] Positive, double[] Negative) Split(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
        {
            List<double> positive = [], negative = [];
            for (int i = 0; i < scores.Length; i++)
                (labels[i] ? positive : negative).Add(scores[i]);
            return ([.. positive], [.. negative]);
        }
    }
}

public sealed record AucEstimate(double Auc, double StandardError, Interval Interval);

public sealed record AucDifference(double Difference, double StandardError, Interval Interval, double PValue);
