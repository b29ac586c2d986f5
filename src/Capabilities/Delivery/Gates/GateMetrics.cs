using Cairn.Contracts.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Names of a gate's conditions: <c>metrics.auc</c>, <c>metrics.worst_slice.auc</c>, <c>metrics.latency_ratio</c>, <c>champion.auc</c>, <c>scoring_tests</c>.</summary>
internal static class GateMetrics
{
    private const int LeastSlice = 50;

    public static MetricValue? Find(GateContext context, string name) => name.Split('.', 2) switch
    {
        ["metrics", "latency_ratio"] => Ratio(context),
        ["metrics", var metric] => Number(context.CandidateEvaluation, metric) ?? Registered(context, metric),
        ["champion", var metric] => context.ChampionEvaluation is { } champion ? Number(champion, metric) : null,
        [var suite] => Suite(context, suite),
        _ => null,
    };

    /// <summary>Losses and errors are better when smaller.</summary>
    public static bool SmallerIsBetter(string metric)
        => metric.Contains("loss", StringComparison.Ordinal) || metric is "brier" or "ece" or "rmse" or "mae" or "mse" or "mape" or "calibration_error" or "p95_ms" or "size_mb";

    public static double? Worst(Evaluation evaluation, string metric)
    {
        double[] values = [.. evaluation.Slices.Where(s => s.N >= LeastSlice && s.Metrics.TryGetValue(metric, out double v) && double.IsFinite(v)).Select(s => s.Metrics[metric])];
        if (values.Length == 0) return null;
        return SmallerIsBetter(metric) ? values.Max() : values.Min();
    }

    private static MetricValue? Number(Evaluation evaluation, string metric)
    {
        double? value = metric.StartsWith("worst_slice.", StringComparison.Ordinal) ? Worst(evaluation, metric["worst_slice.".Length..])
            : evaluation.Metrics.TryGetValue(metric, out double known) ? known : null;
        return value is { } number ? new MetricValue(number) : (MetricValue?)null;
    }

    private static MetricValue? Registered(GateContext context, string metric) => metric switch
    {
        "size_mb" => context.Candidate.Size / 1e6,
        _ => context.Candidate.Metrics.TryGetValue(metric, out double value) ? new MetricValue(value) : (MetricValue?)null,
    };

    private static MetricValue? Ratio(GateContext context)
        => Number(context.CandidateEvaluation, "p95_ms")?.Number is { } candidate && context.ChampionEvaluation is { } champion && Number(champion, "p95_ms")?.Number is { } of && of > 0
            ? new MetricValue(candidate / of) : (MetricValue?)null;

    /// <summary><c>passed</c> or <c>failed</c>; null when the suite never ran.</summary>
    private static MetricValue? Suite(GateContext context, string name)
    {
        string suite = name switch
        {
            "scoring_tests" => "scoring-unit",
            "pipeline_tests" => "pipeline-integration",
            _ when name.EndsWith("_tests", StringComparison.Ordinal) => name[..^"_tests".Length].Replace('_', '-'),
            _ => name,
        };
        return context.Suites.FirstOrDefault(s => s.Suite == suite)?.Status switch
        {
            "succeeded" => new MetricValue("passed"),
            "failed" => new MetricValue("failed"),
            _ => (MetricValue?)null,
        };
    }
}
