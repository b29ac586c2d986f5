using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Registry;

namespace Cairn.Rooms.Tests.Delivery;

public sealed class ReleaseTests
{
    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task A_version_walks_from_gate_to_champion_as_a_canary(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        ModelVersionView first = await at.TrainAsync(DeliveryWorld.Model(1));
        (await at.ReleasesAsync()).Select(r => $"{r["environment"]} {r["state"]} {r["strategy"]}").ShouldBe(["test succeeded all-at-once", "production succeeded canary"]);
        (await at.EndpointAsync()).Stable!.VersionId.ShouldBe(first.Id);

        ModelVersionView second = await at.TrainAsync(DeliveryWorld.Model(1.05f));
        (await at.LastAsync()).Text("state").ShouldBe("baking");
        (await at.EndpointAsync()).Canary!.WeightPermille.ShouldBe(100);
        while ((await at.LastAsync()).Text("state") == "baking")
        {
            await at.SendAsync(60);
            await at.World.AdvanceAsync(TimeSpan.FromHours(1));
        }
        JsonNode last = await at.LastAsync();
        last.Text("state").ShouldBe("succeeded", last.ToJsonString());
        EndpointView endpoint = await at.EndpointAsync();
        endpoint.Variants.Select(v => $"{v.VersionId} {v.WeightPermille} {v.Role}").ShouldBe([$"{second.Id} 1000 stable"]);

        IReadOnlyList<LedgerEvent> events = await at.World.EventsAsync();
        LedgerEvent[] gates = [.. events.Where(e => e.Type == "gate.decided")];
        gates.Select(g => (string?)g.Data["decision"]).ShouldBe(["promote", "promote"]);
        ((string?)gates[1].Data["champion"]).ShouldBe(first.Id);
        ((bool)gates[1].Data["overlap"]!).ShouldBeTrue("the made tables share their keys");
        events.Where(e => e.Type == "run.finished" && (string?)e.Data["suite"] == "model-integration").Select(e => $"{e.Data["version"]} {e.Data["status"]}").ShouldBe([$"{first.Id} succeeded", $"{second.Id} succeeded"]);
        events.Where(e => e.Type == "alias.moved" && (string?)e.Data["owner"] == "model").Select(e => (string?)e.Data["to"]).ShouldBe([first.Id, second.Id]);
        events.Where(e => e.Type == "alias.moved" && (string?)e.Data["owner"] == "app").Select(e => $"{e.Data["of"]} {e.Data["to"]} {e.Data["edited_lines"]}").ShouldBe([$"board {first.Id} 0", $"board {second.Id} 0"]);
        events.Where(e => e.Type == "release.moved" && e.Subject.Id == last.Text("id")).Select(e => (double)e.Data["weight"]!).Where(w => w > 0).Distinct().ShouldBe([0.1, 0.5, 1]);
        // Everything of the round goes back to the run that began it.
        events.Where(e => e.Type == "release.finished").Select(e => e.Cycle).Distinct().ShouldBe([.. events.Where(e => e.Type == "run.finished" && (string?)e.Data["for"] == "production").Select(e => e.Id)]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_version_whose_scores_go_wrong_in_production_is_rolled_back(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        ModelVersionView good = await at.TrainAsync(DeliveryWorld.Model(1));
        // Ranks as well as the champion, so no gate can see it.
        await at.TrainAsync(DeliveryWorld.Model(1, scale: 0.05f));
        (await at.LastAsync()).Text("state").ShouldBe("baking");
        await at.SendAsync(400);
        await at.World.AdvanceAsync(TimeSpan.FromHours(1));
        JsonNode last = await at.LastAsync();
        last.Text("state").ShouldBe("rolled-back", last.ToJsonString());
        last.Text("reason").ShouldContain("scores");
        (await at.EndpointAsync()).Variants.ShouldHaveSingleItem().VersionId.ShouldBe(good.Id);
        await at.SendAsync(5);
        LedgerEvent finished = (await at.World.EventsAsync("release.finished"))[^1];
        ((string?)finished.Data["result"]).ShouldBe("rolled-back");
        (await at.World.EventsAsync("alias.moved")).Count(e => (string?)e.Data["owner"] == "model").ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_worse_version_stops_at_the_gate(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.TrainAsync(DeliveryWorld.Model(-1));
        LedgerEvent decided = (await at.World.EventsAsync("gate.decided"))[^1];
        ((string?)decided.Data["decision"]).ShouldBe("reject");
        ((string?)decided.Data["reason"])!.ShouldContain("metrics.auc >= 0.7");
        (await at.ReleasesAsync()).Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Too_little_traffic_holds_and_then_pauses(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.TrainAsync(DeliveryWorld.Model(1.05f));
        await at.World.AdvanceAsync(TimeSpan.FromHours(2));
        (await at.LastAsync()).Text("state").ShouldBe("baking");
        await at.World.AdvanceAsync(TimeSpan.FromDays(8));
        JsonNode paused = await at.LastAsync();
        paused.Text("state").ShouldBe("paused");
        paused.Text("reason").ShouldStartWith("no evidence");
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Verbs_are_idempotent_and_refuse_what_is_stale(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        ModelVersionView first = await at.TrainAsync(DeliveryWorld.Model(1));
        await at.TrainAsync(DeliveryWorld.Model(1.05f));
        JsonNode release = await at.LastAsync();
        string path = $"/api/v1/projects/late/releases/{release.Text("id")}";
        long seq = release["seq"]!.GetValue<long>();
        await at.World.Http.SendAsync("POST", path + "/pause", HttpStatusCode.Conflict, new { seq = seq - 1 });
        (await at.World.Http.SendAsync("POST", path + "/pause", HttpStatusCode.OK, new { seq })).Text("state").ShouldBe("paused");
        await at.World.Http.SendAsync("POST", path + "/pause", HttpStatusCode.Conflict, new { seq });
        (await at.World.Http.SendAsync("POST", path + "/rollback", HttpStatusCode.OK, new { seq, reason = "by hand" })).Text("state").ShouldBe("rolling-back");
        await at.World.QuietAsync();
        (await at.LastAsync()).Text("state").ShouldBe("rolled-back");
        (await at.EndpointAsync()).Variants.ShouldHaveSingleItem().VersionId.ShouldBe(first.Id);
        await at.World.Http.SendAsync("POST", path + "/resume", HttpStatusCode.Conflict, new { });
        await at.World.Http.SendAsync("POST", "/api/v1/projects/late/releases/rel-99/abort", HttpStatusCode.NotFound, new { });
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_plan_that_asks_for_approval_waits_for_a_person_who_holds_the_role(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File("approve: software-engineer"), engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        JsonNode release = await at.LastAsync();
        release.Text("state").ShouldBe("awaiting-approval");
        string path = $"/api/v1/projects/late/releases/{release.Text("id")}/approve";
        await at.World.Http.SendAsync("POST", path, HttpStatusCode.Forbidden, new { reason = "fine" }, actor: "sim:ada");
        await at.World.Http.SendAsync("POST", path, HttpStatusCode.OK, new { reason = "fine" }, actor: "sim:ben");
        await at.World.QuietAsync();
        (await at.LastAsync()).Text("state").ShouldBe("succeeded");
        LedgerEvent given = (await at.World.EventsAsync("approval.given")).ShouldHaveSingleItem();
        given.Actor.Id.ShouldBe("sim:ben");
        ((string?)given.Data["of"]!["id"]).ShouldBe(release.Text("id"));
    }

    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task Work_that_is_done_again_after_a_crash_changes_nothing(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        ModelVersionView version = await at.TrainAsync(DeliveryWorld.Model(1));
        int events = (await at.World.EventsAsync()).Count;
        // Every job, once more, as after a process that died before it could say so.
        await at.World.Database.WriteAsync(s => s.Execute("update jobs set state = 'queued', attempts = 0 where kind in ('gate', 'release')"));
        await at.World.RestartAsync();
        await at.World.QuietAsync();
        (await at.World.EventsAsync()).Count.ShouldBe(events);
        (await at.ReleasesAsync()).Count.ShouldBe(2);
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        (await at.EndpointAsync()).Stable!.VersionId.ShouldBe(version.Id);
        await at.SendAsync(1);
    }
}
