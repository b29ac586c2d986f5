using Cairn.Endpoints;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <inheritdoc cref="IAbTests"/>
internal sealed class AbTests(IDatabase database, ReleaseStore store, AbStage stage, TimeProvider clock) : IAbTests
{
    public async Task<AbView?> NewestAsync(EndpointView endpoint, CancellationToken cancellation)
    {
        if (await database.ReadAsync(s => store.NewestOf(s, endpoint.Project, endpoint.Name, endpoint.Environment, "ab"), cancellation) is not { } r) return null;
        if (r.State != ReleaseStates.Baking) return AbViews.Ended(r, await database.ReadAsync(s => store.JournalOf(s, r.Id), cancellation)) with { Endpoint = endpoint.Route };
        (AbFacts facts, AbVerdict verdict) = await stage.SeeAsync(r, cancellation);
        return AbViews.Of(r, facts, verdict) with { Endpoint = endpoint.Route, AsOf = clock.GetUtcNow() };
    }
}
