namespace Cairn.Tracking.Boards;

/// <summary>Runs of a project that may be compared: finished, with one metric, measured on the same data.</summary>
/// <param name="Best"><c>max</c> or <c>min</c>.</param>
/// <param name="On">Digest of the data they were evaluated on; null when no run names any.</param>
/// <param name="Data">Its name, as the runs call it.</param>
/// <param name="Named">Whether the project, or who asks, named the data; else it is what most of the runs share.</param>
/// <param name="Considered">Runs that reasons are given for, at most the newest 10,000; for a place every run is looked at.</param>
/// <param name="More">Whether there are older ones.</param>
/// <param name="Items">Best first.</param>
/// <param name="Trend">The same runs, oldest first; of those older than what was considered the ones with a place.</param>
/// <param name="LeftOut">The runs that are not ranked, by reason.</param>
public sealed record Board(
    string Metric, string Best, string? On, string? Data, bool Named, int Considered, bool More, IReadOnlyList<BoardPlace> Items, IReadOnlyList<BoardPoint> Trend, IReadOnlyList<BoardLeftOut> LeftOut)
{
    private const int MostDrawn = 500;

    /// <summary>Points of the trend for a plot, evenly chosen, the last always.</summary>
    internal IReadOnlyList<BoardPoint> Drawn => Trend.Count <= MostDrawn ? Trend : [.. Enumerable.Range(0, MostDrawn).Select(i => Trend[(int)((long)i * (Trend.Count - 1) / (MostDrawn - 1))])];
}

/// <param name="Place">From 1; equal values share one.</param>
/// <param name="Behind">How far from the best, 0 or more.</param>
public sealed record BoardPlace(int Place, string Run, string Id, string Experiment, double Value, double Behind, string User, DateTimeOffset StartedAt);

/// <param name="Best">The best value up to then.</param>
public sealed record BoardPoint(DateTimeOffset At, string Run, double Value, double Best);

/// <param name="Runs">Names of the newest of them, at most five.</param>
public sealed record BoardLeftOut(string Reason, int Count, IReadOnlyList<string> Runs);
