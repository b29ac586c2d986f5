using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>What a release cost in time without answers is read from the data plane.</summary>
public sealed class DowntimeTests
{
    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_release_tells_what_the_data_plane_saw(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.TrainAsync(DeliveryWorld.Model(1.05f));
        await RollBackAsync(at);
        LedgerEvent[] ends = [.. await at.World.EventsAsync("release.finished")];
        ends.Select(e => $"{e.Data["env"]} {e.Data["result"]} {e.Data["downtime_ms"]}").ShouldBe(["test succeeded 0", "production succeeded 0", "test succeeded 0", "production rolled-back 0"]);
    }

    [Fact]
    public async Task An_endpoint_that_loses_its_only_version_is_down_until_the_end()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File("approve: software-engineer"));
        await at.TrainAsync(DeliveryWorld.Model(1));
        // In test it serves; then it is taken away, and nothing is there to take its place.
        var endpoints = at.World.Get<IEndpoints>();
        ModelVersionView version = (await at.World.Get<IModels>().ListAsync(DeliveryWorld.Project, null, TestContext.Current.CancellationToken))[0];
        long before = at.World.Get<IServingReadings>().Read("delay.test")!.DownMs;
        await at.World.Database.WriteAsync(s => endpoints.SetVariants(s, DeliveryWorld.Project, DeliveryWorld.Endpoint, "test", []), cancellation: TestContext.Current.CancellationToken);
        await endpoints.PublishedAsync(TestContext.Current.CancellationToken);
        await at.World.Database.WriteAsync(s => endpoints.SetVariants(s, DeliveryWorld.Project, DeliveryWorld.Endpoint, "test", [new VariantDraft(version.Id, 1, version.Digest, 1000)]), cancellation: TestContext.Current.CancellationToken);
        await endpoints.PublishedAsync(TestContext.Current.CancellationToken);
        long down = at.World.Get<IServingReadings>().Read("delay.test")!.DownMs;
        down.ShouldBeGreaterThan(before);
        at.World.Get<IServingReadings>().Read("delay.test")!.DownMs.ShouldBe(down, "it answers again");
    }

    [Fact]
    public async Task A_data_plane_that_began_anew_meanwhile_cannot_tell()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.TrainAsync(DeliveryWorld.Model(1.05f));
        await at.World.RestartAsync();
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        await RollBackAsync(at);
        LedgerEvent end = (await at.World.EventsAsync("release.finished"))[^1];
        ((string?)end.Data["result"]).ShouldBe("rolled-back");
        end.Data.ContainsKey("downtime_ms").ShouldBeFalse();
    }

    private static async Task RollBackAsync(DeliveryWorld at)
    {
        string id = (await at.LastAsync()).Text("id");
        await at.World.Http.SendAsync("POST", $"/api/v1/projects/late/releases/{id}/rollback", System.Net.HttpStatusCode.OK, new { reason = "by hand" });
        await at.World.QuietAsync();
    }
}
