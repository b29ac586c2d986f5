using Cairn.Contracts.Ledger;
using Cairn.Maturity.Loop;
using Cairn.Maturity.Records;
using Cairn.Platform.Web;

namespace Cairn.Maturity.Tests.Pages;

public sealed class StationTests
{
    private static readonly string[] Order = ["source", "dataset", "run", "version", "gates", "release", "endpoint", "outcomes", "monitors", "trigger"];

    [Fact]
    public void An_empty_project_has_ten_stations_that_know_nothing()
    {
        Station[] stations = Of([], LogBuilder.Start);
        stations.Select(s => s.Id).ShouldBe(Order);
        stations.ShouldAllBe(s => s.Status.Word == "Unknown" && !s.Moving && s.Note.Length > 0);
    }

    [Fact]
    public void A_release_on_its_way_moves_and_shares_the_traffic()
    {
        var log = new LogBuilder();
        foreach (int n in (int[])[1, 2]) log.Add("version.registered", $"mv-{n}", new() { ["noun"] = "model", ["name"] = "delay", ["number"] = n, ["origin"] = "pipeline" });
        log.Add("release.started", "rel-1", new() { ["of"] = "model", ["env"] = "production", ["endpoint"] = "delay", ["version"] = "mv-1" });
        log.Add("release.finished", "rel-1", new() { ["result"] = "succeeded" });
        log.Day = 1;
        log.Add("release.started", "rel-2", new() { ["of"] = "model", ["env"] = "production", ["endpoint"] = "delay", ["version"] = "mv-2", ["strategy"] = "canary" });
        log.Add("release.moved", "rel-2", new() { ["weight"] = 0.25 });
        Station[] stations = Of(log.Events, log.Now);
        Station release = stations.Single(s => s.Id == "release");
        release.Value.Replace('\u00a0', ' ').ShouldBe("v2 at 25 %");
        release.Status.Word.ShouldBe("Canary");
        release.Moving.ShouldBeTrue();
        stations.Single(s => s.Id == "endpoint").Shares!.Select(s => (s.Name, s.Share)).ShouldBe([("v1", 0.75), ("v2", 0.25)]);

        log.Add("release.finished", "rel-2", new() { ["result"] = "rolled-back", ["reason"] = "errors above 1 %" });
        stations = Of(log.Events, log.Now);
        stations.Single(s => s.Id == "release").Status.Word.ShouldBe("Rolled back");
        stations.Single(s => s.Id == "release").Note.ShouldBe("errors above 1 %");
        stations.Single(s => s.Id == "endpoint").Shares.ShouldBeNull();
    }

    [Theory]
    [InlineData("experiment")]
    [InlineData("reproduction")]
    [InlineData("probe")]
    public void The_run_of_the_loop_is_the_newest_training_for_production(string other)
    {
        var log = new LogBuilder();
        log.Add("run.started", "own", new() { ["purpose"] = "train", ["for"] = "production" });
        log.Add("run.finished", "own", new() { ["status"] = "succeeded" });
        log.Day = 1;
        log.Add("run.started", "other", new() { ["purpose"] = "train", ["for"] = other });
        log.Add("run.finished", "other", new() { ["status"] = "failed" });
        Of(log.Events, log.Now).Single(s => s.Id == "run").Status.Word.ShouldBe("Succeeded");
        // Before there is one for production, any is better than none.
        Of([.. log.Events.Where(e => e.Subject.Id == "other")], log.Now).Single(s => s.Id == "run").Status.Word.ShouldBe("Failed");
    }

    [Fact]
    public void A_breach_a_refusal_and_a_failure_are_shown_as_such()
    {
        var log = new LogBuilder();
        log.Add("run.started", "ing-1", new() { ["purpose"] = "ingest" });
        log.Add("run.finished", "ing-1", new() { ["status"] = "failed", ["failure"] = "carrier has a value outside its 14 allowed ones" });
        log.Add("gate.decided", "gate-1", new() { ["version"] = "mv-1", ["decision"] = "reject", ["reason"] = "AUC 0.61 below 0.67" });
        log.Add("window.closed", "w-1", new()
        {
            ["of"] = "drift",
            ["endpoint"] = "delay",
            ["env"] = "production",
            ["monitor"] = "psi:origin",
            ["values"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["metric"] = "psi", ["slice"] = "origin", ["value"] = 0.27, ["threshold"] = 0.2, ["breached"] = true }),
        });
        Station[] stations = Of(log.Events, log.Now);
        stations.Single(s => s.Id == "source").Status.Word.ShouldBe("Failed");
        stations.Single(s => s.Id == "source").Note.ShouldStartWith("carrier has a value");
        stations.Single(s => s.Id == "gates").Status.Word.ShouldBe("Refused");
        Station monitors = stations.Single(s => s.Id == "monitors");
        monitors.Status.Word.ShouldBe("1 breached");
        monitors.Value.ShouldBe("origin 0.270");
    }

    [Fact]
    public async Task A_room_may_put_its_own_word_in_place_of_the_ledgers()
    {
        var loop = new LoopRecord(new ProjectRecords(LogBuilder.Project, [], []));
        IReadOnlyList<Station> stations = await new Stations([new Said()]).OfAsync(loop, LogBuilder.Start, TestContext.Current.CancellationToken);
        stations.Select(s => s.Id).ShouldBe(Order);
        stations[2].Value.ShouldBe("#128 retrain");
    }

    [Fact]
    public void The_quality_chart_has_a_line_for_each_version_and_their_releases()
    {
        var loop = new LoopRecord(new ProjectRecords(LogBuilder.Project, [], [.. Dressing.Of(FlightDelay.Until(160))]));
        var spec = LoopCharts.Quality(loop);
        spec.IsEmpty.ShouldBeFalse();
        spec.Sentence.ShouldStartWith("AUC per window: v");
        LoopCharts.Traffic(loop).IsEmpty.ShouldBeTrue();
        LoopCharts.Traffic(new LoopRecord(new ProjectRecords(LogBuilder.Project, [], [.. Dressing.Of(FlightDelay.Until(200))]))).IsEmpty.ShouldBeFalse();
    }

    private static Station[] Of(IReadOnlyList<LedgerEvent> events, DateTimeOffset now) => [.. Stations.Of(new LoopRecord(new ProjectRecords(LogBuilder.Project, [], events)), now)];

    private sealed class Said : IStationSource
    {
        public string Key => "run";

        public Task<Station?> ReadAsync(string project, CancellationToken cancellation)
            => Task.FromResult<Station?>(new Station("run", "Pipeline run", "sitemap", "#128 retrain", Status.Of("Running"), "step 3 of 9", "/p/x/pipelines/retrain/runs/128"));
    }
}
