using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Snapshots;
using Cairn.Endpoints;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>What the project file says of routing and limits reaches the data plane.</summary>
public sealed class RoutingTests
{
    private const int Keys = 60;

    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task A_key_stays_with_its_version_through_the_weights_of_a_release_and_never_goes_back(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        ModelVersionView next = await at.TrainAsync(DeliveryWorld.Model(1.05f));
        string release = $"/api/v1/projects/late/releases/{(await at.LastAsync()).Text("id")}";
        bool[] before = new bool[Keys];
        foreach (int weight in new[] { 100, 500, 1000 })
        {
            (await at.EndpointAsync()).Variants.Single(v => v.VersionId == next.Id).WeightPermille.ShouldBe(weight);
            // The data plane is given what the tables say a moment later.
            await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
            bool[] now = await AskAsync(at, next, asText: false);
            (await AskAsync(at, next, asText: true)).ShouldBe(now);
            for (int key = 0; key < Keys; key++) if (before[key]) now[key].ShouldBeTrue();
            now.Count(n => n).ShouldBeInRange(weight == 1000 ? Keys : 1, weight == 100 ? 20 : weight == 500 ? 45 : Keys);
            before = now;
            if (weight == 1000) break;
            await at.World.Http.SendAsync("POST", release + "/promote", HttpStatusCode.OK, new { });
            await at.World.QuietAsync();
        }

        LedgerEvent[] started = [.. (await at.World.EventsAsync("release.started")).Where(e => (string?)e.Data["env"] == "production")];
        started.ShouldAllBe(e => (bool)e.Data["plan"]!["sticky"]!);
    }

    [Fact]
    public async Task Limits_and_sticky_key_of_the_file_are_in_the_snapshot()
    {
        string file = DeliveryWorld.File().Replace("key: flight,", "key: flight, sticky: cookie visitor, limits: {rows: 40, body: 4KB, queue: 7, timeout: 2s, batch: 5},", StringComparison.Ordinal);
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(file);
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        EndpointRoute route = await RouteAsync(at);
        route.StickyKey.ShouldBe(new StickyKey(StickySource.Cookie, "visitor"));
        (route.MaxRows, route.MaxBodyBytes, route.PatienceMilliseconds, route.Batch).ShouldBe((40, 4000, 2000, new BatchRule { MaxRows = 5, MaxWaiting = 7 }));
        await SendAsync(at, 40, HttpStatusCode.OK);
        await SendAsync(at, 41, HttpStatusCode.RequestEntityTooLarge);
        await SendAsync(at, 2000, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_column_that_is_neither_key_nor_input_is_said_to_be_wrong()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File().Replace("key: flight,", "key: flight, sticky: column customer,", StringComparison.Ordinal));
        await at.TrainAsync(DeliveryWorld.Model(1));
        (await at.EndpointAsync("test")).Fault!.ShouldContain("'customer'");
    }

    private static async Task<EndpointRoute> RouteAsync(DeliveryWorld at)
    {
        string json = (await at.World.Http.SendAsync("GET", "/api/v1/snapshot", HttpStatusCode.OK))!.ToJsonString();
        return SnapshotJson.Parse(System.Text.Encoding.UTF8.GetBytes(json)).Endpoints.Single(e => e.Name == DeliveryWorld.Endpoint);
    }

    private static Task<JsonNode?> SendAsync(DeliveryWorld at, int rows, HttpStatusCode status) => at.World.Http.SendAsync("POST", "/v2/models/delay/infer", status, new
    {
        inputs = new[] { new { name = "x", shape = new[] { rows, 1 }, datatype = "FP32", data = Enumerable.Repeat(0.5, rows) } },
    });

    /// <summary>Whether each key was answered by the version.</summary>
    private static async Task<bool[]> AskAsync(DeliveryWorld at, ModelVersionView version, bool asText)
    {
        var by = new bool[Keys];
        for (int key = 0; key < Keys; key++)
        {
            object value = asText ? $"{key}" : key;
            JsonNode answer = (await at.World.Http.SendAsync("POST", "/v2/models/delay/infer", HttpStatusCode.OK, new
            {
                inputs = new object[]
                {
                    new { name = "x", shape = new[] { 1, 1 }, datatype = "FP32", data = new[] { 0.5 } },
                    new { name = "flight", shape = new[] { 1, 1 }, datatype = asText ? "BYTES" : "INT64", data = new[] { value } },
                },
            }))!;
            by[key] = answer.Text("model_version") == version.Id;
        }

        return by;
    }
}
