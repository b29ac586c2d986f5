using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Rooms.Tests.Delivery;

public sealed class CachedRunTests
{
    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_run_that_comes_from_the_cache_whole_registers_and_gates_nothing_again(string engine)
    {
        await using DeliveryWorld at = await RealPipeline.StartAsync(engine: engine);
        string version = (await RealPipeline.TrainAsync(at)).Id;
        JsonNode again = await RealPipeline.RunAsync(at);
        again.Text("state").ShouldBe("succeeded");
        again["steps"]!.AsArray().Select(s => s!.Text("state")).ShouldAllBe(s => s == "cached");
        again.Text("version").ShouldBe(version);
        IReadOnlyList<LedgerEvent> events = await at.World.EventsAsync();
        events.Count(IsModel).ShouldBe(1);
        events.Count(e => e.Type == "gate.decided").ShouldBe(1);
        events.Count(e => e.Type == "release.started").ShouldBe(2);
        LedgerEvent finished = events.Last(e => e.Type == "run.finished");
        $"{finished.Data["purpose"]} {finished.Data["status"]} {finished.Data["version"]}".ShouldBe("other succeeded ");
    }

    [Fact]
    public async Task What_an_experiment_left_in_the_cache_is_a_candidate_when_it_is_run_for_production()
    {
        await using DeliveryWorld at = await RealPipeline.StartAsync();
        await RealPipeline.RunAsync(at, "experiment");
        (await at.World.EventsAsync()).Count(e => e.Type == "gate.decided").ShouldBe(0);
        JsonNode run = await RealPipeline.RunAsync(at);
        run["steps"]!.AsArray().Select(s => s!.Text("state")).ShouldAllBe(s => s == "cached");
        (await at.World.EventsAsync()).Count(e => e.Type == "gate.decided").ShouldBe(1);
        (await at.EndpointAsync()).Stable!.VersionId.ShouldBe(run.Text("version"));
    }

    private static bool IsModel(LedgerEvent e) => e.Type == "version.registered" && (string?)e.Data["noun"] == "model";
}
