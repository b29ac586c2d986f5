using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>Taking an endpoint out of service at the data plane.</summary>
public sealed class LoadingTests
{
    private const string Unload = $"/v2/repository/models/{DeliveryWorld.Endpoint}/unload", Load = $"/v2/repository/models/{DeliveryWorld.Endpoint}/load";

    [Fact]
    public async Task It_is_for_admins_and_on_record()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        ModelVersionView version = await at.ServeAsync();
        foreach (string role in new[] { "write", "infer", "probe", "copy" })
            await at.World.Http.SendAsync("POST", Unload, HttpStatusCode.Forbidden, authorization: "Bearer " + await TokenAsync(at, role));
        await at.World.Http.SendAsync("POST", Unload, HttpStatusCode.OK, authorization: "Bearer " + await TokenAsync(at, "admin"));
        await at.World.Http.SendAsync("GET", $"/v2/models/{DeliveryWorld.Endpoint}/ready", HttpStatusCode.ServiceUnavailable);
        await at.World.Http.SendAsync("POST", Load, HttpStatusCode.OK);
        await at.World.Http.SendAsync("GET", $"/v2/models/{DeliveryWorld.Endpoint}/ready", HttpStatusCode.OK);
        LedgerEvent[] told = [.. (await at.World.EventsAsync("alias.moved")).Where(e => (string?)e.Data["name"] == "serving")];
        told.Select(e => (e.Actor.Id, (string?)e.Data["from"], (string?)e.Data["to"])).ShouldBe([("client:ops", version.Id, null), ("local", null, version.Id)]);
    }

    private static async Task<string> TokenAsync(DeliveryWorld at, string role)
    {
        var request = new JsonObject { ["actor"] = "client:ops", ["role"] = role };
        if (role == "infer") request["endpoints"] = new JsonArray(DeliveryWorld.Endpoint);
        return (await at.World.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, request)).Text("secret");
    }
}
