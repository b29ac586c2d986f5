namespace Cairn.Registry.Evaluations;

/// <summary>The JSON of the ports <c>metrics</c> and <c>report</c> of the <c>evaluate</c> step, snake_case.</summary>
/// <param name="Primary">Name of the metric by which models of this task are compared.</param>
/// <param name="Histogram">How the scores lay; in the report only.</param>
internal sealed record EvaluationReport(
    string Task, string Primary, IReadOnlyDictionary<string, double> Metrics, IReadOnlyList<SliceMetrics> Slices, IReadOnlyList<CalibrationPoint> Calibration, ScoreHistogram? Histogram);
