using Cairn.Compute;

namespace Cairn.Registry.Evaluations;

/// <summary>Puts the numbers together: all rows, slices, the worst slice, calibration, latency and size.</summary>
internal static class EvaluationMaker
{
    private const int MostSlices = 200, HistogramBins = 20;

    public static EvaluationReport Make(ScoredTable table, TaskMeasure measure, EvaluateParameters with, long modelBytes)
    {
        var metrics = new Dictionary<string, double>(measure.Measure([.. Enumerable.Range(0, table.Rows)]), StringComparer.Ordinal);
        string primary = with.Primary ?? measure.Primary;
        if (with.Primary is not null && !metrics.ContainsKey(primary)) throw new StepException($"'primary' names '{primary}', which is not measured for {measure.Task}; measured are {string.Join(", ", metrics.Keys)}.");
        List<SliceMetrics> slices = [.. with.Slices.SelectMany((column, c) => Slices(table, measure, column, c, with.MinRows))];
        foreach ((string name, double value) in Worst(slices)) metrics[$"worst_slice.{name}"] = value;
        if (with.Latency) (metrics["p50_ms"], metrics["p95_ms"]) = (Quantile(table.Latencies, 0.5), Quantile(table.Latencies, 0.95));
        metrics["size_mb"] = modelBytes / 1e6;
        return new EvaluationReport(measure.Task, primary, metrics, slices, measure.Calibration(with.Bins), Histogram(measure.Scores));
    }

    /// <summary>Per metric the value of the slice where it is worst.</summary>
    private static IEnumerable<(string Name, double Value)> Worst(IReadOnlyList<SliceMetrics> slices)
    {
        foreach (IGrouping<string, double> metric in slices.SelectMany(s => s.Metrics).GroupBy(m => m.Key, m => m.Value))
            if (TaskMeasure.MoreIsBetter(metric.Key) is { } more) yield return (metric.Key, more ? metric.Min() : metric.Max());
    }

    // The largest slices; which of two of the same size is left out depends on their names only.
    private static IEnumerable<SliceMetrics> Slices(ScoredTable table, TaskMeasure measure, string column, int c, int minRows)
    {
        var rows = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int r = 0; r < table.Rows; r++)
        {
            if (table.Slices[c][r] is not { } value) continue;
            if (!rows.TryGetValue(value, out List<int>? list)) rows[value] = list = [];
            list.Add(r);
        }
        return rows.Where(p => p.Value.Count >= minRows).OrderByDescending(p => p.Value.Count).ThenBy(p => p.Key, StringComparer.Ordinal).Take(MostSlices)
            .Select(p => new SliceMetrics(column, p.Key, p.Value.Count, measure.Measure(p.Value)));
    }

    private static double Quantile(double[] sorted, double q) => sorted[(int)Math.Min(sorted.Length - 1, Math.Floor(q * sorted.Length))];

    private static ScoreHistogram? Histogram(double[] scores)
    {
        double low = scores.Min(), high = scores.Max();
        if (!double.IsFinite(low) || !double.IsFinite(high)) return null;
        long[] counts = new long[HistogramBins];
        foreach (double score in scores) counts[high > low ? Math.Min(HistogramBins - 1, (int)((score - low) / (high - low) * HistogramBins)) : 0]++;
        return new ScoreHistogram(low, high, counts);
    }
}
