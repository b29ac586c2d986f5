namespace Cairn.Tracking.Runs.Export;

/// <summary>Which runs are exported, in which order, with which columns.</summary>
/// <param name="Experiment">The only one; null for all of the project.</param>
/// <param name="Filter">In MLflow's grammar.</param>
/// <param name="Sort">A column, with <c>-</c> before it for the greatest first.</param>
/// <param name="Columns"><c>metrics.auc</c>, <c>params.depth</c>, <c>tags.note</c>; none for all metrics and parameters.</param>
internal sealed record RunExportQuery(string Project, string? Experiment, string? Filter, string? Sort, IReadOnlyList<string> Columns)
{
    public RunAsk Ask => new(Filter, Sort);
}
