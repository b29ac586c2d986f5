using System.Net;
using System.Text.Json.Nodes;
using Cairn.Endpoints;
using Cairn.Platform.Ledger;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

public sealed class ShadowTests
{
    private const string Shadow = $"/api/v1/projects/{DeliveryWorld.Project}/endpoints/{DeliveryWorld.Endpoint}/shadow";

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_version_is_asked_beside_the_endpoint_and_what_it_said_is_held_against_the_answers(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.ServeAsync(1);
        await at.RegisterAsync(2);
        JsonNode set = (await at.World.Http.SendAsync("POST", Shadow, HttpStatusCode.OK, new { version = 2, share = "100%" }))!;
        ((int)set["shadow"]!["number"]!, (int)set["shadow"]!["share_permille"]!).ShouldBe((2, 1000));

        await at.SendAsync(10);
        var readings = at.World.Get<IServingReadings>();
        await UntilAsync(() => Task.FromResult(readings.Read(DeliveryWorld.Endpoint)!.Shadow is { } s && s.Answered + s.Shed == 10));
        long answered = readings.Read(DeliveryWorld.Endpoint)!.Shadow!.Answered;
        readings.Read(DeliveryWorld.Endpoint)!.Variants.ShouldHaveSingleItem().Requests.ShouldBe(10);
        // What it said is counted before it is written down.
        JsonArray versions = [];
        await UntilAsync(async () => (versions = (await at.World.Http.SendAsync("GET", Shadow, HttpStatusCode.OK))!["versions"]!.AsArray()).Sum(v => (long)v!["pairs"]!) >= answered * 10);
        JsonNode pairs = versions.ShouldHaveSingleItem()!;
        ((long)pairs["pairs"]!, (long)pairs["failed"]!).ShouldBe((answered * 10, 0));
        ((double)pairs["mean_absolute"]!).ShouldBeGreaterThan(0.01);
        // Both scores come of the same inputs: the steeper curve lies beyond the other, never 0.5 away.
        ((double)pairs["most_absolute"]!).ShouldBeLessThan(0.5);

        // Nothing of it is a prediction of the endpoint.
        DateTimeOffset now = at.World.Get<TimeProvider>().GetUtcNow();
        DayCount day = (await at.World.Get<IPredictionLog>().CountsAsync(DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", now.AddDays(-1), now.AddDays(1), TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (day.Requests, day.Rows).ShouldBe((10, 100));

        await at.World.Http.SendAsync("DELETE", Shadow, HttpStatusCode.NoContent);
        await at.World.Http.SendAsync("DELETE", Shadow, HttpStatusCode.NotFound);
        readings.Read(DeliveryWorld.Endpoint)!.Shadow.ShouldBeNull();
        (await at.World.EventsAsync("alias.moved")).Count(e => (string?)e.Data["owner"] == "endpoint").ShouldBe(2);
    }

    [Theory]
    [InlineData(1, "10%", HttpStatusCode.Conflict)]
    [InlineData(9, "10%", HttpStatusCode.NotFound)]
    [InlineData(2, "0%", HttpStatusCode.BadRequest)]
    [InlineData(2, "10", HttpStatusCode.BadRequest)]
    [InlineData(null, "10%", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_a_shadow_is_refused(int? version, string share, HttpStatusCode status)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        await at.ServeAsync(1);
        await at.RegisterAsync(2);
        await at.World.Http.SendAsync("POST", Shadow, status, new { version, share });
    }

    [Fact]
    public async Task With_a_share_in_the_file_what_serves_in_test_is_asked_in_production_too()
    {
        string file = DeliveryWorld.File().Replace("key: flight,", "key: flight, shadow: 50%,", StringComparison.Ordinal);
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(file);
        await at.ServeAsync(1);
        ModelVersionView next = await at.RegisterAsync(2);
        await at.SetAsync(next, "test");
        ShadowLive shadow = at.World.Get<IServingReadings>().Read(DeliveryWorld.Endpoint)!.Shadow.ShouldNotBeNull();
        (shadow.VersionId, shadow.SharePermille).ShouldBe((next.Id, 500));

        // Once it answers callers it is no shadow any more.
        await at.SetAsync(next);
        at.World.Get<IServingReadings>().Read(DeliveryWorld.Endpoint)!.Shadow.ShouldBeNull();
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await done()) await tick.WaitForNextTickAsync(limit.Token);
    }
}
