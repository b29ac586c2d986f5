using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Tracking.Boards;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What may be compared is ranked, the rest is named with its reason.</summary>
public sealed class BoardTests
{
    private const string Board = $"/api/v1/projects/{TrackingWorld.Project}/runs/leaderboard";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Only_runs_with_the_same_metric_and_data_have_a_place(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string experiment = (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{TrackingWorld.Project}}"}"""))["experiment_id"]!;
        await RunAsync(world, experiment, "a", "0.7", "golden");
        await RunAsync(world, experiment, "b", "0.8", "golden");
        await RunAsync(world, experiment, "c", "0.7", "golden");
        await RunAsync(world, experiment, "older", "0.99", "silver");
        await RunAsync(world, experiment, "silent", "0.99", null);
        await RunAsync(world, experiment, "bare", null, "golden");
        await RunAsync(world, experiment, "odd", "\"NaN\"", "golden");
        await RunAsync(world, experiment, "endless", "\"Infinity\"", "golden");
        await RunAsync(world, experiment, "cheat", "0.99", "golden", "training");
        await RunAsync(world, experiment, "broken", "0.99", "golden", status: "FAILED");
        await RunAsync(world, experiment, "going on", "0.99", "golden", status: null);

        JsonNode board = (await world.Http.SendAsync("GET", $"{Board}?goal=max%20auc&on=golden", HttpStatusCode.OK))!;
        board["items"]!.AsArray().Select(p => $"{p!["place"]} {p["run"]} {p["value"]}").ShouldBe(["1 b 0.8", "2 a 0.7", "2 c 0.7"]);
        board["trend"]!.AsArray().Select(p => $"{p!["run"]} {p["best"]}").ShouldBe(["a 0.7", "b 0.8", "c 0.8"]);
        board["left_out"]!.AsArray().SelectMany(l => l!["runs"]!.AsArray().Select(r => $"{r}: {l["reason"]}")).ShouldBe(
        [
            "older: it was evaluated on other data: flights silver", "silent: it does not say on which data it was evaluated", "bare: it has no auc", "odd: its auc is not a finite number",
            "endless: its auc is not a finite number", "cheat: it was trained on the evaluation data", "broken: it did not finish", "going on: it is still running",
        ], ignoreOrder: true);
        ((int)board["considered"]!, (bool)board["named"]!).ShouldBe((11, true));

        JsonNode shared = (await world.Http.SendAsync("GET", $"{Board}?goal=min%20auc&limit=1", HttpStatusCode.OK))!;
        ((string)shared["on"]!, (bool)shared["named"]!, (string)shared["data"]!).ShouldBe(("golden", false, "flights"));
        ((string)shared["items"]!.AsArray().Single()!["run"]!).ShouldBe("a");
        await world.Http.SendAsync("GET", Board, HttpStatusCode.BadRequest);
        await world.Http.SendAsync("GET", $"{Board}?goal=auc", HttpStatusCode.BadRequest);
        await world.Http.SendAsync("GET", "/api/v1/projects/none/runs/leaderboard?goal=max%20auc", HttpStatusCode.NotFound);
    }

    /// <summary>However few of the newest are looked at for the reasons, the same runs have the places, also those of another experiment of the project.</summary>
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task An_old_run_has_its_place(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string[] experiments = [.. await Task.WhenAll(new[] { "one", "two", "strange" }.Select(async name => (string)(await world.PostAsync("experiments/create",
            $$$"""{"name": "{{{name}}}", "tags": [{"key": "cairn.project", "value": "{{{(name == "strange" ? "churn" : TrackingWorld.Project)}}}"}]}"""))["experiment_id"]!))];
        var random = new Random(3);
        for (int i = 0; i < 40; i++)
            await RunAsync(world, experiments[random.Next(3)], $"run {i}", random.Next(8) switch { 0 => null, 1 => "\"NaN\"", 2 => "\"Infinity\"", _ => $"0.{random.Next(1, 5)}" },
                random.Next(5) switch { 0 => null, 1 => "silver", _ => "golden" }, random.Next(6) == 0 ? "training" : "evaluation", random.Next(6) == 0 ? null : "FINISHED");

        BoardReading Reading(int most) => new(world.Database, world.Get<IProjects>(), world.Get<BoardStore>()) { MostRuns = most };
        async Task<Board> ReadAsync(int most, string goal, string? on, int places) => (await Reading(most).ReadAsync(TrackingWorld.Project, goal, on, places, TestContext.Current.CancellationToken))!;
        foreach (string goal in (string[])["max auc", "min auc"])
            foreach (int places in (int[])[1, 3, 100])
            {
                Board few = await ReadAsync(4, goal, "golden", places), all = await ReadAsync(100, goal, "golden", places), shared = await ReadAsync(4, goal, null, places);
                few.Items.ShouldBe(all.Items);
                few.Items.Count.ShouldBeInRange(1, places);
                (few.More, few.Considered, all.More).ShouldBe((true, 4, false));
                if (shared.On is not null) shared.Items.ShouldBe((await ReadAsync(100, goal, shared.On, places)).Items);
            }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_best_are_found_in_the_index_of_the_metric(bool maximize)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string plan = string.Join('\n', await world.Database.ReadAsync(s => s.Query<PlanStep>("explain query plan " + BoardStore.Best(maximize), new { experiment = 1L, metric = "auc", on = "golden", limit = 100, lowest = 0.0, highest = 1.0 })
            .Select(p => p.Detail).ToArray(), TestContext.Current.CancellationToken));
        plan.ShouldContain("SEARCH l USING COVERING INDEX tracking_latest_value (experiment=? AND key=? AND is_nan=? AND value>? AND value<?)");
        plan.ShouldNotContain("USE TEMP B-TREE FOR ORDER BY");
        plan.ShouldNotContain("SCAN");
    }

    /// <summary>Every run is ranked or left out, never both; places follow values; the trend only gets better.</summary>
    [Fact]
    public void Nothing_is_lost_and_the_order_holds() => Prop.ForAll(ArbMap.Default.ArbFor<(byte Value, byte Kind)[]>(), ArbMap.Default.ArbFor<bool>(), (runs, max) =>
    {
        BoardRow[] rows = [.. runs.Select((r, i) => new BoardRow
        {
            Num = i, Id = $"{i}", Name = $"{i}", Status = r.Kind % 7 == 0 ? "FAILED" : "FINISHED", StartTime = r.Kind, Value = r.Kind % 5 == 0 ? null : r.Value / 4, IsNan = r.Kind % 5 == 0 ? null : r.Kind % 11 == 0,
        })];
        ILookup<long, BoardInput> inputs = rows.SelectMany(r => runs[r.Num].Kind % 3 == 0 ? [] : new[] { new BoardInput { Run = r.Num, Name = "d", Digest = runs[r.Num].Kind % 2 == 0 ? "x" : "y", Context = "test" } }).ToLookup(i => i.Run);

        Board board = new BoardMaking(new Goal(max, "auc"), rows, inputs).Make(null, int.MaxValue, false);

        (board.Items.Count + board.LeftOut.Sum(l => l.Count)).ShouldBe(rows.Length);
        board.Trend.Count.ShouldBe(board.Items.Count);
        board.Items.ShouldAllBe(p => inputs[long.Parse(p.Id)].Any(i => i.Digest == board.On));
        foreach ((BoardPlace before, BoardPlace after) in board.Items.Zip(board.Items.Skip(1)))
        {
            (max ? before.Value >= after.Value : before.Value <= after.Value).ShouldBeTrue();
            (before.Place == after.Place).ShouldBe(before.Value == after.Value);
        }
        board.Trend.Zip(board.Trend.Skip(1)).ShouldAllBe(p => max ? p.First.Best <= p.Second.Best : p.First.Best >= p.Second.Best);
        if (board.Items.Count > 0) board.Trend[^1].Best.ShouldBe(board.Items[0].Value);
    }).QuickCheckThrowOnFailure();

    private static async Task RunAsync(TestWorld world, string experiment, string name, string? auc, string? digest, string context = "evaluation", string? status = "FINISHED")
    {
        string run = (string)(await world.PostAsync("runs/create", $$"""{"experiment_id": "{{experiment}}", "run_name": "{{name}}", "start_time": 1795163460934}"""))["run"]!["info"]!["run_id"]!;
        if (auc is not null) await world.PostAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "auc", "value": {{auc}}, "timestamp": 1}""");
        if (digest is not null)
            await world.PostAsync("runs/log-inputs", $$$"""{"run_id": "{{{run}}}", "datasets": [{"dataset": {"name": "flights", "digest": "{{{digest}}}", "source_type": "local", "source": "s"}, "tags": [{"key": "mlflow.data.context", "value": "{{{context}}}"}]}]}""");
        if (status is not null) await world.PostAsync("runs/update", $$"""{"run_id": "{{run}}", "status": "{{status}}", "end_time": 1795163460935}""");
    }

    private sealed record PlanStep
    {
        public string Detail { get; init; } = "";
    }
}
