namespace Cairn.Tracking.Runs;

/// <summary>What the curves of a run show.</summary>
/// <param name="Curves">Of metrics that have more than one point.</param>
/// <param name="Before">Runs of the same experiment that began before it, newest first; the metrics of the newest, of the others those that are compared.</param>
public sealed record RunCurvesModel(string Project, RunView Run, IReadOnlyList<MetricCurve> Curves, IReadOnlyList<RunView> Before)
{
    public MetricCurve? Curve(string key) => Curves.FirstOrDefault(c => c.Key == key);

    /// <summary>The value of a metric in the run before; null where it has none.</summary>
    public double? Earlier(string key) => Before.Count > 0 && Before[0].Metrics.TryGetValue(key, out double v) ? v : null;
}
