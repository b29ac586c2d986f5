using Cairn.Platform.Web;

namespace Cairn.Tracking.Experiments;

/// <summary>What the page of an experiment that belongs to no project shows.</summary>
/// <param name="Columns">Chosen columns, <c>metrics.auc</c> or <c>params.depth</c>.</param>
/// <param name="Count">How many runs match; null where that was not asked, behind the first page.</param>
/// <param name="Fault">What is wrong with the filter or the order.</param>
public sealed record LooseExperimentModel(long Id, string Name, IReadOnlyList<string> Columns, TablePage<RunView> Runs, RunCount? Count, long Traces, TableQuery Query, string? Fault);
