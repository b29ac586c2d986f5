using System.Collections;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests.Tracking;
using Cairn.Rooms.Tests.Tracking.Traces;
using Cairn.Tracking;
using Cairn.Tracking.Runs;

namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>Runs that had not ended when they were brought over: the next import brings the rest, and nothing twice.</summary>
public sealed class OpenRunTests
{
    private const string Mark = "sha256:c9f0d08c961d681531c387a0e6390f9cec951a4402a7b836bc2459dba0d67a58";
    private static readonly string Run = MlflowFile.Id(0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_run_that_goes_on_in_a_database_is_brought_again(string engine)
    {
        using var file = new MlflowFile(5);
        file.Add($"update runs set status = 'RUNNING', end_time = null where run_uuid = '{Run}'");
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        JsonObject report = await world.ImportAsync(file.Place, file.Artifacts);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report.Said("changed").ShouldContain(c => c.StartsWith(Run + ": it had not ended there", StringComparison.Ordinal));
        report.Counts()["metric points"].ShouldBe((15, 15));

        file.Add($"insert into metrics values ('auc', 0.875, 3, '{Run}', 2, false), ('f1', 0.5, 3, '{Run}', 2, false); delete from tags where key = 'team' and run_uuid = '{Run}'; update params set value = '7' where key = 'depth' and run_uuid = '{Run}'");
        // A newer MLflow may note more.
        foreach (string table in (string[])["experiments", "runs", "params", "tags", "metrics", "datasets", "inputs"]) file.Add($"alter table {table} add column further TEXT default 'more'");
        file.Write($"0/{Run}/artifacts/notes.txt", "by hand, later");
        file.Write($"0/{Run}/artifacts/more.txt", "new");
        for (int twice = 0; twice < 2; twice++)
        {
            report = await world.ImportAsync(file.Place, file.Artifacts);
            ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
            (report.Counts()["metric points"], report.Counts()["tags"], report.Counts()["params"], report.Counts()["files"]).ShouldBe(((17, 17), (9, 9), (10, 10), (4, 4)));
            report.Said("changed").ShouldContain(c => c.StartsWith(Run, StringComparison.Ordinal));
        }
        (await HistoryAsync(world, "auc")).ShouldBe([0.5, 0.75, 0.875]);
        ((long)(await RunAsync(world))["outputs"]!["model_outputs"]![0]!["step"]!).ShouldBe(3);
        (await FileAsync(world, "notes.txt")).ShouldBe("by hand, later");
        (await FileAsync(world, "more.txt")).ShouldBe("new");

        file.Add($"update runs set status = 'FAILED', end_time = 1700000070000 where run_uuid = '{Run}'");
        report = await world.ImportAsync(file.Place, file.Artifacts);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report.Said("changed").ShouldNotContain(c => c.StartsWith(Run, StringComparison.Ordinal));
        JsonObject info = (await RunAsync(world))["info"]!.AsObject();
        ((string)info["status"]!, (long)info["end_time"]!).ShouldBe(("FAILED", 1_700_000_070_000));
        IReadOnlyList<LedgerEvent> events = [.. (await world.EventsAsync("run")).Where(e => e.Subject.Id == Run)];
        events.Select(e => (e.Type, e.Grade)).ShouldBe([("run.started", 0), ("run.finished", 0)]);
        events[1].Cause.ShouldBe([events[0].Id]);
    }

    [Fact]
    public async Task A_run_that_goes_on_at_a_server_is_brought_again()
    {
        await using TestWorld source = await TrackingWorld.StartListeningAsync();
        string run = await source.CreateRunAsync();
        await source.PostAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "auc", "value": 0.5, "timestamp": 1, "step": 0}""");
        await using TestWorld world = await TrackingWorld.StartAsync();
        string from = source.Http.BaseAddress!.ToString();
        (await world.ImportAsync(from)).Said("changed").ShouldHaveSingleItem().ShouldStartWith(run);
        await source.PostAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "auc", "value": 0.75, "timestamp": 2, "step": 1}""");
        await source.PostAsync("runs/update", $$"""{"run_id": "{{run}}", "status": "FINISHED", "end_time": 1795163470000}""");
        JsonObject report = await world.ImportAsync(from);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report.Counts()["metric points"].ShouldBe((2, 2));
        report.Said("changed").ShouldBeEmpty();
        (await HistoryAsync(world, "auc", run)).ShouldBe([0.5, 0.75]);
    }

    [Theory]
    [InlineData("log-metric", """{"run_id": "{run}", "key": "auc", "value": 0.25, "timestamp": 9, "step": 9}""")]
    [InlineData("set-tag", """{"run_id": "{run}", "key": "team", "value": "mine"}""")]
    [InlineData("update", """{"run_id": "{run}", "run_name": "mine"}""")]
    [InlineData("update", """{"run_id": "{run}", "status": "KILLED", "end_time": 1700000080000}""")]
    [InlineData("delete", """{"run_id": "{run}"}""")]
    public async Task What_was_written_here_meanwhile_is_not_lost(string call, string body)
    {
        using var file = new MlflowFile(2);
        file.Add($"update runs set status = 'RUNNING', end_time = null where run_uuid = '{Run}'");
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.ImportAsync(file.Place, file.Artifacts);
        await world.PostAsync("runs/" + call, body.Replace("{run}", Run, StringComparison.Ordinal));
        string written = (await RunAsync(world)).ToJsonString();
        file.Add($"insert into metrics values ('auc', 0.875, 3, '{Run}', 2, false)");
        JsonObject report = await world.ImportAsync(file.Place, file.Artifacts);
        ((bool)report["matches"]!).ShouldBeFalse();
        report.Said("left_out").ShouldContain(l => l.StartsWith(Run, StringComparison.Ordinal) && l.Contains("was written to here since", StringComparison.Ordinal));
        report.Said("changed").ShouldNotContain(c => c.StartsWith(Run, StringComparison.Ordinal));
        (await RunAsync(world)).ToJsonString().ShouldBe(written);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_run_is_known_by_what_was_logged_to_it_alone(string engine)
    {
        using var file = new MlflowFile(2);
        file.Add($"update runs set status = 'RUNNING', end_time = null where run_uuid = '{Run}'");
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await world.ImportAsync(file.Place, file.Artifacts);
        ITrackingImport tracking = world.Get<ITrackingImport>();
        // Another one would take every run that goes on for one that was written to.
        (await world.Database.ReadAsync(s => tracking.Mark(s, Run), Cancel)).ShouldBe(Mark);
        await world.PostAsync("experiments/create", """{"name": "mine"}""");
        await world.Get<RunMoving>().MoveAsync([Run], "mine", Actor.Service("test"), Cancel);
        (await world.Database.ReadAsync(s => tracking.Mark(s, Run), Cancel)).ShouldBe(Mark);
        file.Add($"insert into metrics values ('auc', 0.875, 3, '{Run}', 2, false)");
        JsonObject report = await world.ImportAsync(file.Place, file.Artifacts);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        (await HistoryAsync(world, "auc")).ShouldBe([0.5, 0.75, 0.875]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_is_logged_while_a_run_is_brought_again_is_not_lost(string engine)
    {
        using var file = new MlflowFile(2);
        file.Add($"update runs set status = 'RUNNING', end_time = null where run_uuid = '{Run}'");
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await world.ImportAsync(file.Place, file.Artifacts);
        ITrackingImport tracking = world.Get<ITrackingImport>();
        string mark = (await world.Database.ReadAsync(s => tracking.Mark(s, Run), Cancel))!;
        Task? logged = null;
        await world.Database.WriteAsync(s =>
        {
            // It is read when the run was found as it had been brought, and before anything is put in the place of that.
            var meanwhile = new ReadLater(() => logged ??= s.CallMeanwhile(() => world.PostAsync("runs/log-metric", $$"""{"run_id": "{{Run}}", "key": "f1", "value": 0.25, "timestamp": 9, "step": 9}""")));
            tracking.Again(s, new ImportedRun(Run, "run 0", "ada", "RUNNING", "active", 1_700_000_000_000, null) { Params = meanwhile }, mark, Actor.Service("test")).ShouldBeTrue();
        });
        await logged!;
        (await HistoryAsync(world, "f1")).ShouldBe([0.25]);
        (await RunAsync(world))["data"]!["metrics"]!.AsArray().Select(m => (string)m!["key"]!).ShouldBe(["f1"]);
    }

    [Fact]
    public async Task What_was_refused_of_a_run_is_said_until_it_came()
    {
        using var file = new MlflowFile(2);
        file.Add($"update runs set status = 'RUNNING', end_time = null where run_uuid = '{Run}'");
        string odd = Path.Combine(file.Artifacts, "0", Run, "artifacts", "a:b.txt");
        file.Write(odd, "odd");
        await using TestWorld world = await TrackingWorld.StartAsync();
        JsonObject report = await world.ImportAsync(file.Place, file.Artifacts);
        (report.Said("left_out").ShouldHaveSingleItem(), report.Counts()["files"]).ShouldBe(($"{Run}/a:b.txt: Invalid path", (3, 3)));
        File.Move(odd, odd.Replace(':', '-'));
        report = await world.ImportAsync(file.Place, file.Artifacts);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report.Counts()["files"].ShouldBe((4, 4));
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Spans_that_could_not_be_read_at_first_come_later(string engine)
    {
        using var file = new MlflowFile(2);
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        JsonObject report = await world.ImportAsync(file.Place);
        report.Said("left_out").ShouldContain($"{MlflowFile.Id(3)} (spans): its spans are nowhere to be read");
        report.Counts()["spans"].ShouldBe((1, 1));
        report = await world.ImportAsync(file.Place, file.Artifacts);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report.Counts()["spans"].ShouldBe((2, 2));
        (await world.ThreeAsync(HttpMethod.Get, $"traces/get?trace_id={MlflowFile.Id(3)}"))["trace"]!["spans"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_database_holds_is_counted_there()
    {
        using var file = new MlflowFile(3);
        await using TestWorld world = await TrackingWorld.StartAsync();
        ((bool)(await world.ImportAsync(file.Place, file.Artifacts))["matches"]!).ShouldBeTrue();
        // A run that had ended is not read again: the counts tell.
        file.Add($"insert into metrics values ('auc', 0.875, 3, '{Run}', 2, false)");
        JsonObject report = await world.ImportAsync(file.Place, file.Artifacts);
        report.Counts()["metric points"].ShouldBe((10, 9));
        ((bool)report["matches"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task Files_that_could_not_be_read_at_first_are_left_out_no_longer()
    {
        using var file = new MlflowFile(2);
        await using TestWorld world = await TrackingWorld.StartAsync();
        (await world.ImportAsync(file.Place)).Said("left_out").ShouldContain(l => l.StartsWith(Run + " (files)", StringComparison.Ordinal));
        (await world.ImportAsync(file.Place, file.Artifacts)).Said("left_out").ShouldNotContain(l => l.StartsWith(Run, StringComparison.Ordinal));
    }

    private static async Task<JsonObject> RunAsync(TestWorld world) => (await world.GetAsync("runs/get?run_id=" + Run))["run"]!.AsObject();

    private static async Task<double[]> HistoryAsync(TestWorld world, string key, string? run = null)
        => [.. (await world.GetAsync($"metrics/get-history?run_id={run ?? Run}&metric_key={key}"))["metrics"]!.AsArray().Select(p => (double)p!["value"]!)];

    private static Task<string> FileAsync(TestWorld world, string path) => world.Http.GetStringAsync($"/get-artifact?run_id={Run}&path={path}", Cancel);

    /// <summary>No parameters, and something that happens when they are read.</summary>
    private sealed class ReadLater(Action read) : IReadOnlyList<RunParam>
    {
        public int Count => 0;

        public RunParam this[int index] => throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<RunParam> GetEnumerator()
        {
            read();
            yield break;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
