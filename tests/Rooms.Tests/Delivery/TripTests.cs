using System.Net;
using System.Text.Json.Nodes;
using Cairn.Endpoints;
using Cairn.Onnx;
using Cairn.Registry;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>A canary that fails is dropped by the data plane at once, and its release goes back though nobody has looked at it.</summary>
public sealed class TripTests
{
    [Fact]
    public async Task A_canary_that_fails_is_rolled_back_without_a_look_and_no_caller_sees_it()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File("canary: [50%, 100%], every: 6h, min_requests: 1000"));
        ModelVersionView good = await at.TrainAsync(DeliveryWorld.Model(1));
        // Answers what the gate's table holds, and fails beyond it.
        ModelVersionView fragile = await at.TrainAsync(Fragile());
        (await at.LastAsync()).Text("state").ShouldBe("baking");
        var tripped = new TaskCompletionSource<(string Version, string Release)>(TaskCreationOptions.RunContinuationsAsynchronously);
        at.World.Get<ISnapshotSink>().OnTripped((_, version, release) => tripped.TrySetResult((version, release)));

        for (int i = 0; i < 40; i++)
            await at.World.Http.SendAsync("POST", "/v2/models/delay/infer", HttpStatusCode.OK, new { id = $"far{i}", inputs = new[] { new { name = "x", shape = new[] { 1, 1 }, datatype = "FP32", data = new[] { 50 } } } });
        (await tripped.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).ShouldBe((fragile.Id, (await at.LastAsync()).Text("id")));
        // The one writer takes this after the note that the trip left.
        await at.World.Database.WriteAsync(_ => true, cancellation: TestContext.Current.CancellationToken);
        await at.World.QuietAsync();

        JsonNode last = await at.LastAsync();
        last.Text("state").ShouldBe("rolled-back", last.ToJsonString());
        last.Text("reason").ShouldContain("the data plane dropped the canary");
        (await at.EndpointAsync()).Variants.ShouldHaveSingleItem().VersionId.ShouldBe(good.Id);
        JsonObject finished = (await at.World.EventsAsync("release.finished"))[^1].Data;
        ((string?)finished["result"], (string?)finished["version"]).ShouldBe(("rolled-back", fragile.Id));
        // Its step's look comes due and finds nothing to do.
        await at.World.AdvanceAsync(TimeSpan.FromHours(7));
        (await at.LastAsync()).Text("state").ShouldBe("rolled-back");
        await at.SendAsync(1);
    }

    [Fact]
    public async Task A_canary_that_a_copy_dropped_is_rolled_back_as_one_that_was_dropped_here()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File("canary: [50%, 100%], every: 6h, min_requests: 1000"));
        ModelVersionView good = await at.TrainAsync(DeliveryWorld.Model(1));
        ModelVersionView canary = await at.TrainAsync(DeliveryWorld.Model(2));
        JsonNode baking = await at.LastAsync();
        baking.Text("state").ShouldBe("baking");
        // Not what the release is about: nothing happens.
        await TellAsync(at, good.Id, baking.Text("id"));
        await at.World.QuietAsync();
        (await at.LastAsync()).Text("state").ShouldBe("baking");

        // Of another endpoint it says nothing of this release.
        await TellAsync(at, canary.Id, baking.Text("id"), route: $"{DeliveryWorld.Endpoint}.test");
        await at.World.QuietAsync();
        (await at.LastAsync()).Text("state").ShouldBe(baking.Text("state"));
        for (int i = 0; i < 2; i++) await TellAsync(at, canary.Id, baking.Text("id"));
        await at.World.QuietAsync();
        JsonNode last = await at.LastAsync();
        (last.Text("id"), last.Text("state")).ShouldBe((baking.Text("id"), "rolled-back"), last.ToJsonString());
        last.Text("reason").ShouldContain("a copy of the data plane dropped the canary");
        (await at.EndpointAsync()).Variants.ShouldHaveSingleItem().VersionId.ShouldBe(good.Id);
        ((string?)(await at.World.EventsAsync("release.finished"))[^1].Data["result"]).ShouldBe("rolled-back");
        // The copy has not heard of it yet.
        await TellAsync(at, canary.Id, baking.Text("id"));
        await at.World.QuietAsync();
        (await at.LastAsync()).Text("id").ShouldBe(baking.Text("id"));
    }

    [Fact]
    public async Task A_copy_names_version_and_release_of_a_canary()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File("canary: [50%, 100%], every: 6h, min_requests: 1000"));
        await at.TrainAsync(DeliveryWorld.Model(1));
        (await TellAsync(at, "", "rel", HttpStatusCode.BadRequest))!.ToJsonString().ShouldContain("tripped");
    }

    [Fact]
    public async Task A_version_whose_outcomes_are_worse_is_rolled_back()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File("canary: [50%, 100%], every: 1h, min_requests: 20"));
        ModelVersionView good = await at.TrainAsync(DeliveryWorld.Model(4));
        // Ranks the same, so that no gate sees it.
        await at.TrainAsync(DeliveryWorld.Model(1, scale: 0.6f));
        await at.SendAsync(200);
        await at.TellAsync();
        await at.World.AdvanceAsync(TimeSpan.FromHours(1));
        JsonNode last = await at.LastAsync();
        last.Text("state").ShouldBe("rolled-back", last.ToJsonString());
        last.Text("reason").ShouldContain("surely worse");
        (await at.EndpointAsync()).Variants.ShouldHaveSingleItem().VersionId.ShouldBe(good.Id);
    }

    private static async Task<JsonNode?> TellAsync(DeliveryWorld at, string version, string release, HttpStatusCode status = HttpStatusCode.OK, string route = DeliveryWorld.Endpoint) =>
        await at.World.Http.SendAsync("PUT", $"/api/v1/snapshot/logs/{new string('a', 32)}/{route}", status, new { instance = new string('b', 32), tripped = new { version_id = version, release } });

    private static byte[] Fragile()
    {
        var graph = new OnnxGraph("late");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 1);
        OnnxValue index = graph.Reshape(graph.Cast(x, OnnxType.Int64), -1);
        OnnxValue one = graph.AsColumn(graph.Node("Gather", [graph.Constant([1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f], 10), index]));
        graph.Output("score", graph.Mul(graph.Sigmoid(x), one), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }
}
