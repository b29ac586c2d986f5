namespace Cairn.Registry;

/// <summary>What was measured. Metrics for binary: <c>auc log_loss brier ece n positives p95_ms size_mb</c>.</summary>
/// <param name="Task"><c>binary</c>, <c>multiclass</c> or <c>regression</c>.</param>
public sealed record Evaluation(
    string ModelDigest, string DataDigest, string Task, IReadOnlyDictionary<string, double> Metrics, IReadOnlyList<SliceMetrics> Slices, IReadOnlyList<CalibrationPoint> Calibration);
