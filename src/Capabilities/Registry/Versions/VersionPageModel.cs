namespace Cairn.Registry.Versions;

/// <summary>What the page of a model version shows.</summary>
public sealed record VersionPageModel(VersionLineage Lineage, IReadOnlyList<VersionGate> Gates, IReadOnlyList<VersionPlace> Places)
{
    public ModelVersionView Version => Lineage.Version;
}

/// <summary>What the page of a model shows; versions newest first.</summary>
public sealed record ModelPageModel(ModelView Model, IReadOnlyList<ModelVersionView> Versions, IReadOnlyDictionary<string, IReadOnlyList<VersionPlace>> Places);
