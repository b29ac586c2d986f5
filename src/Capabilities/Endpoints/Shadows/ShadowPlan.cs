using Cairn.Contracts.Projects;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Which version is an endpoint's shadow: the one set by hand; else, where the project file gives a share, what serves in test and not here.</summary>
internal sealed class ShadowPlan(ShadowStore shadows, EndpointStore endpoints)
{
    /// <summary>Null when there is none, or when the version answers callers already.</summary>
    public ShadowView? Of(SqlSession s, EndpointView e, Endpoint? declared)
    {
        ShadowView? shadow = shadows.Find(s, e) ?? (e.IsProduction && declared?.Shadow is { Permille: > 0 } share ? FromTest(s, e, share.Permille) : null);
        return shadow is null || e.Variants.Any(v => v.VersionId == shadow.VersionId) ? null : shadow;
    }

    private ShadowView? FromTest(SqlSession s, EndpointView e, int permille) => endpoints.Active(s, e.Project)
        .Where(t => t.Name == e.Name && !t.IsProduction && t.Stable is not null)
        .Select(t => new ShadowView { VersionId = t.Stable!.VersionId, Number = t.Stable.Number, Digest = t.Stable.Digest, SharePermille = permille, Since = t.Stable.Since })
        .FirstOrDefault();
}
