namespace Cairn.Registry;

/// <summary>One calibration bin: mean prediction, share of positives, rows.</summary>
public sealed record CalibrationPoint(double Predicted, double Observed, long N);
