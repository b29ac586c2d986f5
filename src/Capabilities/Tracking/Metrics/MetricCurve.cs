namespace Cairn.Tracking;

/// <summary>A metric of a run as it is drawn.</summary>
/// <param name="Points">By time and step: all of them, or a choice whose ends are those of the whole.</param>
/// <param name="Count">How many were logged.</param>
/// <param name="Least">The least number of all; NaN when there is none.</param>
public sealed record MetricCurve(string Key, IReadOnlyList<RunMetric> Points, long Count, double Least, double Greatest);
