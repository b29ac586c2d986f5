using Cairn.Platform.Web;
using Cairn.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>What the page of triggers shows; <paramref name="Only"/> is the one trigger it is about, null for all.</summary>
public sealed record TriggersModel(ProjectView Project, IReadOnlyList<TriggerRow> Triggers, string? Only, TablePage<Firing> Firings, TableQuery Query)
{
    /// <summary>What all triggers together have spent today; null without a budget of the project.</summary>
    public string? Spent { get; init; }

    /// <summary>Of the firings' runs, by id.</summary>
    public required IReadOnlyDictionary<string, long?> RunNumbers { get; init; }
}
