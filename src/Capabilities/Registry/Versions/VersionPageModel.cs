using Cairn.Platform.Web;
using Cairn.Tracking.Artifacts;

namespace Cairn.Registry.Versions;

/// <summary>What the page of a model version shows.</summary>
/// <param name="Audits">What endpoints had loaded for it, the newest comparison first.</param>
public sealed record VersionPageModel(VersionLineage Lineage, IReadOnlyList<VersionGate> Gates, IReadOnlyList<VersionPlace> Places, IReadOnlyList<VersionAudit> Audits, OwnedFiles Files)
{
    public ModelVersionView Version => Lineage.Version;

    /// <summary>Of the pipeline's run, by which people know it.</summary>
    public long? RunNumber { get; init; }
}

/// <summary>What the page of a model shows.</summary>
/// <param name="Page">Versions, newest first.</param>
/// <param name="Aliased">Versions that an alias points at, wherever they are in the list.</param>
/// <param name="Places">Where those of the page, and the aliased ones, answer.</param>
/// <param name="Audits">What each endpoint had loaded of it when it was looked at last.</param>
public sealed record ModelPageModel(ModelView Model, TablePage<ModelVersionView> Page, TableQuery Query, IReadOnlyList<ModelVersionView> Aliased, IReadOnlyDictionary<string, IReadOnlyList<VersionPlace>> Places, IReadOnlyList<VersionAudit> Audits)
{
    /// <summary>Of the versions' pipeline runs, by id.</summary>
    public required IReadOnlyDictionary<string, long?> RunNumbers { get; init; }

    /// <summary>The aliased ones and those of the page, newest first, each once.</summary>
    public IEnumerable<ModelVersionView> Known => Aliased.Concat(Page.Rows).DistinctBy(v => v.Id).OrderByDescending(v => v.Number);
}
