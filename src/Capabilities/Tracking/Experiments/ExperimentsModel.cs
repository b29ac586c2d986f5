using Cairn.Platform.Web;

namespace Cairn.Tracking.Experiments;

/// <summary>What the page of experiments shows.</summary>
/// <param name="Tabs">Names of the first experiments of the project, and of the one asked for.</param>
/// <param name="Experiments">How many it has.</param>
/// <param name="Only">The experiment asked for; null for all.</param>
/// <param name="Columns">Chosen columns, <c>metrics.auc</c> or <c>params.depth</c>.</param>
/// <param name="Count">How many runs match; null where that was not asked, behind the first page.</param>
/// <param name="Fault">What is wrong with the filter or the order.</param>
/// <param name="Views">Saved ones, of this experiment and of all.</param>
public sealed record ExperimentsModel(
    string Project, IReadOnlyList<string> Tabs, int Experiments, string? Only, IReadOnlyList<string> Columns, TablePage<RunView> Runs, RunCount? Count, TableQuery Query, string? Fault, IReadOnlyList<SavedView> Views);
