namespace Cairn.Tracking.Runs;

/// <summary>Which metrics of runs are drawn, and over which runs.</summary>
internal static class RunPlots
{
    private static readonly string[] First = ["auc", "rmse", "accuracy", "log_loss", "mae", "brier", "ece"];

    /// <summary>Metrics that two or more of the runs have and that differ among them, the telling ones first.</summary>
    public static IEnumerable<string> Keys(IReadOnlyList<RunView> runs) => Sorted(runs.SelectMany(r => r.Metrics).Where(m => double.IsFinite(m.Value))
        .GroupBy(m => m.Key, StringComparer.Ordinal).Where(g => g.Select(m => m.Value).Distinct().Count() > 1).Select(g => g.Key));

    /// <summary>The telling ones first, then by name.</summary>
    public static IEnumerable<string> Sorted(IEnumerable<string> keys) => keys
        .OrderBy(k => Array.IndexOf(First, k) is >= 0 and var place ? place : First.Length).ThenBy(k => k, StringComparer.Ordinal);
}
