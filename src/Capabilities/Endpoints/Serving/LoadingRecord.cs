using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <inheritdoc cref="ILoadingRecord"/>
internal sealed class LoadingRecord(EndpointStore endpoints, IDatabase database, ILedger ledger) : ILoadingRecord
{
    private const string Name = "serving";

    public Task ToldAsync(string route, bool loaded, Actor actor, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        if (endpoints.ByRoute(s, route) is not { } e) return;
        string? version = e.Stable?.VersionId;
        ledger.Append(s, new EventDraft("alias.moved", $"{route}@{Name}", e.Project, actor)
        {
            Data = new JsonObject { ["owner"] = "endpoint", ["name"] = Name, ["of"] = route, ["from"] = loaded ? null : version, ["to"] = loaded ? version : null },
        });
    }, cancellation: cancellation);
}
