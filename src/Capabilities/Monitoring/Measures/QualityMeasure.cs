using Cairn.DuckDb;
using Cairn.Statistics;

namespace Cairn.Monitoring;

/// <summary>
/// Predictions against the truth that has come. Binary: auc, log_loss, brier, ece, mean_score, base_rate and calibration_gap (mean score less base
/// rate); otherwise rmse, mae, r2 and bias. Of all rows, and where several versions answered also of each.
/// </summary>
internal static class QualityMeasure
{
    private const int Least = 30;

    /// <param name="versions">Who answered, most rows first: the whole is held against the evaluation of the first.</param>
    public static MeasuredSpan Measure(ProductionSpan span, IReadOnlyList<VersionShare> versions)
    {
        MeasuredSpan whole = Of(span.Duck, "", versions is [var first, ..] ? first.Metrics : VersionShare.NoMetrics);
        return versions.Count < 2 ? whole : whole.And(versions.SelectMany(v => Of(span.Duck, $"and version = {DuckSql.Literal(v.Id)}", v.Metrics).Of(v.Id)));
    }

    private static MeasuredSpan Of(DuckConnection duck, string and, IReadOnlyDictionary<string, double> baseline)
    {
        using DuckResult result = duck.Query($"select score::double, truth::double from joined where score is not null and truth is not null {and}");
        (var scores, var truths) = (new List<double>(), new List<double>());
        foreach (DuckChunk chunk in result.Chunks())
        {
            scores.AddRange(chunk.Doubles(0));
            truths.AddRange(chunk.Doubles(1));
        }
        return Measure([.. scores], [.. truths], baseline);
    }

    /// <param name="baseline">Metric -> value at the evaluation of the version that serves.</param>
    public static MeasuredSpan Measure(double[] scores, double[] truths, IReadOnlyDictionary<string, double> baseline)
    {
        if (scores.Length < Least) return new MeasuredSpan(scores.Length, []);
        IEnumerable<(string, double)> values = Array.TrueForAll(truths, t => t is 0 or 1) ? Binary(scores, Array.ConvertAll(truths, t => t > 0)) : Numbers(scores, truths);
        return new MeasuredSpan(scores.Length, [.. values.Select(v => new Measure(v.Item1, null, v.Item2, null, baseline.TryGetValue(v.Item1, out double b) ? b : null))]);
    }

    private static IEnumerable<(string, double)> Binary(double[] scores, bool[] truths)
    {
        double rate = truths.Count(t => t) / (double)truths.Length, mean = scores.Average();
        if (rate is > 0 and < 1) yield return ("auc", RocAuc.Of(scores, truths));
        yield return ("log_loss", BinaryQuality.LogLoss(scores, truths));
        yield return ("brier", BinaryQuality.Brier(scores, truths));
        yield return ("ece", Calibration.Ece(Calibration.EqualMass(scores, truths)));
        yield return ("mean_score", mean);
        yield return ("base_rate", rate);
        yield return ("calibration_gap", Math.Abs(mean - rate));
    }

    private static IEnumerable<(string, double)> Numbers(double[] scores, double[] truths)
    {
        RegressionScores s = RegressionQuality.Of(scores, truths);
        return [("rmse", s.Rmse), ("mae", s.Mae), ("r2", s.R2), ("bias", s.Bias)];
    }
}
