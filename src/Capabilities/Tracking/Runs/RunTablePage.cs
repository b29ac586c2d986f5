namespace Cairn.Tracking.Runs;

/// <summary>A page of the table of runs.</summary>
/// <param name="Columns">Those asked for, or those chosen: the metrics that most of the runs have, and the parameters that differ.</param>
/// <param name="Runs">With what the columns show, and nothing else.</param>
internal sealed record RunTablePage(IReadOnlyList<string> Columns, IReadOnlyList<RunView> Runs, string? Next);
