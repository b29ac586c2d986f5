namespace Cairn.Monitoring;

/// <summary>One measured value of a window. Facts first: <paramref name="Breached"/> follows from the value and the limits beside it.</summary>
/// <param name="Metric">e.g. <c>psi</c>, <c>auc</c>, <c>p95_ms</c>.</param>
/// <param name="Slice">The column, version or slice it is about; null for the whole.</param>
/// <param name="Threshold">The limit it is held against.</param>
/// <param name="Baseline">What it was in training or evaluation.</param>
/// <param name="Version">The version whose rows alone it was measured on, told where several answered; never breached.</param>
public sealed record Measure(string Metric, string? Slice, double Value, double? Threshold = null, double? Baseline = null, bool Breached = false, string? Version = null);
