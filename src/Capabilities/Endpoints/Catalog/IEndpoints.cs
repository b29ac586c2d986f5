using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>The endpoints and the versions behind them. The tables are the truth; the data plane is made to follow them.</summary>
public interface IEndpoints
{
    Task<EndpointView?> FindAsync(string project, string name, string environment, CancellationToken cancellation = default);

    EndpointView? Find(SqlSession session, string project, string name, string environment);

    /// <summary>Active ones, by route.</summary>
    Task<IReadOnlyList<EndpointView>> ListAsync(string project, CancellationToken cancellation = default);

    IReadOnlyList<EndpointView> List(SqlSession session, string project);

    /// <summary>By its model name in the protocol, in any project.</summary>
    Task<EndpointView?> ByRouteAsync(string route, CancellationToken cancellation = default);

    /// <summary>
    /// Puts these versions behind an endpoint within the caller's transaction; none empties it. The data plane follows after the commit.
    /// <paramref name="release"/> owns the hard limits of a canary.
    /// </summary>
    void SetVariants(SqlSession transaction, string project, string name, string environment, IReadOnlyList<VariantDraft> variants, string? release = null);

    /// <summary>Completes when the data plane was given what the tables say now. <see cref="EndpointView.Fault"/> then tells what it refused.</summary>
    Task PublishedAsync(CancellationToken cancellation = default);
}
