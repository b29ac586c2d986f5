using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Endpoints;

/// <summary>Tells the registry's pages where a version answers.</summary>
internal sealed class EndpointStory(EndpointStore store) : IVersionStory
{
    public IReadOnlyList<VersionPlace> PlacesOf(SqlSession session, string project, string versionId)
        => [.. store.Active(session, project).SelectMany(e => e.Variants.Where(v => v.VersionId == versionId)
            .Select(v => new VersionPlace(e.Route, e.Environment, v.Role, v.WeightPermille / 1000.0, DateTimeOffset.FromUnixTimeMilliseconds(v.Since))))];
}
