namespace Cairn.Tracking.Runs;

/// <summary>What the curves of a run show.</summary>
/// <param name="Curves">Of metrics that have more than one point.</param>
/// <param name="Before">Runs of the same experiment that began before it, newest first; the metrics of the newest, of the others those that are compared.</param>
public sealed record RunCurvesModel(string Project, RunView Run, IReadOnlyList<MetricCurve> Curves, IReadOnlyList<RunView> Before)
{
    /// <summary>So many are drawn at once when they are chosen.</summary>
    public const int MostChosen = 12;

    /// <summary>The metrics whose curves the address asks for; none where the first are shown.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <summary>What the address says of the curves.</summary>
    public string Asked => Query(Chosen);

    /// <summary>The address of the page with one curve more, or without it where it is drawn.</summary>
    public string With(string key) => RunWords.Href(Project, Run) + Query([.. (Chosen.Contains(key) ? Chosen.Where(c => c != key) : Chosen.Append(key)).TakeLast(MostChosen)]);

    public MetricCurve? Curve(string key) => Curves.FirstOrDefault(c => c.Key == key);

    /// <summary>The value of a metric in the run before; null where it has none.</summary>
    public double? Earlier(string key) => Before.Count > 0 && Before[0].Metrics.TryGetValue(key, out double v) ? v : null;

    private static string Query(IReadOnlyList<string> keys) => keys.Count == 0 ? "" : "?curves=" + string.Join(',', keys.Select(Uri.EscapeDataString));
}
