using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Endpoints;

/// <summary>Sets and ends the shadow of an endpoint; it is asked when this has ended.</summary>
internal sealed class ShadowDesk(IDatabase database, ShadowStore store, EndpointStore endpoints, SnapshotSignal signal, ILedger ledger, TimeProvider clock)
{
    public const string Name = "shadow";

    public async Task SetAsync(EndpointView e, ModelVersionView version, int permille, Actor actor, CancellationToken cancellation)
    {
        if (e.Variants.Any(v => v.VersionId == version.Id)) throw ApiException.Conflict($"Version {version.Number} answers callers of '{e.Route}' already.", "Choose a version that is not behind the endpoint.");
        var shadow = new ShadowView { VersionId = version.Id, Number = version.Number, Digest = version.Digest, SharePermille = permille, Since = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        await ChangeAsync(e, version.Id, s => store.Set(s, e, shadow), actor, cancellation);
    }

    public Task ClearAsync(EndpointView e, Actor actor, CancellationToken cancellation) => ChangeAsync(e, null, s => store.Clear(s, e), actor, cancellation);

    private async Task ChangeAsync(EndpointView e, string? to, Action<SqlSession> change, Actor actor, CancellationToken cancellation)
    {
        long epoch = await database.WriteAsync(s =>
        {
            string? from = store.Find(s, e)?.VersionId;
            if (from is null && to is null) throw ApiException.NotFound("shadow of endpoint", e.Route);
            change(s);
            ledger.Append(s, new EventDraft("alias.moved", $"{e.Route}@{Name}", e.Project, actor)
            {
                Data = new JsonObject { ["owner"] = "endpoint", ["name"] = Name, ["of"] = e.Route, ["from"] = from, ["to"] = to },
            });
            endpoints.Bump(s);
            s.AfterCommit(signal.Raise);
            return endpoints.Epoch(s);
        }, cancellation: cancellation);
        await signal.SettledAsync(epoch, cancellation);
    }
}
