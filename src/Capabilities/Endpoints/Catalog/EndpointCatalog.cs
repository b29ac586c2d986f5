using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <inheritdoc cref="IEndpoints"/>
internal sealed class EndpointCatalog(IDatabase database, EndpointStore store, SnapshotSignal signal, TimeProvider clock) : IEndpoints
{
    private const int Whole = 1000;

    public Task<EndpointView?> FindAsync(string project, string name, string environment, CancellationToken cancellation)
        => database.ReadAsync(s => store.Find(s, project, name, environment), cancellation);

    public EndpointView? Find(SqlSession session, string project, string name, string environment) => store.Find(session, project, name, environment);

    public Task<IReadOnlyList<EndpointView>> ListAsync(string project, CancellationToken cancellation) => database.ReadAsync(s => store.Active(s, project), cancellation);

    public IReadOnlyList<EndpointView> List(SqlSession session, string project) => store.Active(session, project);

    public Task<EndpointView?> ByRouteAsync(string route, CancellationToken cancellation) => database.ReadAsync(s => store.ByRoute(s, route), cancellation);

    public void SetVariants(SqlSession transaction, string project, string name, string environment, IReadOnlyList<VariantDraft> variants, string? release)
    {
        EndpointView endpoint = store.Find(transaction, project, name, environment)
            ?? throw new InvalidOperationException($"Project '{project}' has no endpoint '{name}' in {environment}.");
        if (variants.Count > 0 && (variants.Sum(v => v.WeightPermille) != Whole || variants.Count(v => v.Role == VariantDraft.Stable) != 1))
            throw new ArgumentException("The weights must make 1000 per mille, and exactly one variant is stable.", nameof(variants));
        store.SetVariants(transaction, endpoint, variants, release, clock.GetUtcNow().ToUnixTimeMilliseconds());
        store.Bump(transaction);
        transaction.AfterCommit(signal.Raise);
    }

    public async Task PublishedAsync(CancellationToken cancellation)
    {
        long wanted = await database.ReadAsync(store.Epoch, cancellation);
        await signal.SettledAsync(wanted, cancellation);
    }
}
