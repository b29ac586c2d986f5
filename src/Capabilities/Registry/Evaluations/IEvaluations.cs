namespace Cairn.Registry;

/// <summary>Evaluations of versions on labelled tables, executed as the <c>evaluate</c> built-in on Compute and kept by content.</summary>
public interface IEvaluations
{
    /// <summary>Evaluates, or answers the kept result for the same model, data and options.</summary>
    /// <param name="tableDigest">Parquet with the label, in the artifact store.</param>
    /// <exception cref="EvaluationException">The model cannot be run on the table, with the reason.</exception>
    Task<Evaluation> EvaluateAsync(string project, ModelVersionView version, string tableDigest, EvaluateOptions options, CancellationToken cancellation = default);
}

/// <summary>How to evaluate. <paramref name="Slices"/> are columns to cut the metrics by.</summary>
public sealed record EvaluateOptions(string Label, IReadOnlyList<string> Slices);

/// <summary>The evaluation could not be made.</summary>
public sealed class EvaluationException(string message) : Exception(message);

/// <summary>What was measured. Metrics for binary: <c>auc log_loss brier ece n positives p95_ms size_mb</c>.</summary>
/// <param name="Task"><c>binary</c>, <c>multiclass</c> or <c>regression</c>.</param>
public sealed record Evaluation(
    string ModelDigest, string DataDigest, string Task, IReadOnlyDictionary<string, double> Metrics, IReadOnlyList<SliceMetrics> Slices, IReadOnlyList<CalibrationPoint> Calibration);

/// <summary>Metrics of the rows where <paramref name="Column"/> has <paramref name="Value"/>.</summary>
public sealed record SliceMetrics(string Column, string Value, long N, IReadOnlyDictionary<string, double> Metrics);

/// <summary>One calibration bin: mean prediction, share of positives, rows.</summary>
public sealed record CalibrationPoint(double Predicted, double Observed, long N);
