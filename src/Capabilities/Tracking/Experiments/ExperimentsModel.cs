using Cairn.Platform.Web;

namespace Cairn.Tracking.Experiments;

/// <summary>What the page of experiments shows.</summary>
/// <param name="Experiments">Names of the project's experiments.</param>
/// <param name="Only">The experiment asked for; null for all.</param>
/// <param name="Columns">Chosen columns, <c>metrics.auc</c> or <c>params.depth</c>.</param>
/// <param name="Fault">What is wrong with the filter or the order.</param>
/// <param name="Views">Saved ones, of this experiment and of all.</param>
public sealed record ExperimentsModel(
    string Project, IReadOnlyList<string> Experiments, string? Only, IReadOnlyList<string> Columns, TablePage<RunView> Runs, TableQuery Query, string? Fault, IReadOnlyList<SavedView> Views);
