using System.Net;
using System.Text.Json.Nodes;
using Cairn.Code;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;

namespace Cairn.Rooms.Tests.Code;

public sealed class ChangeTests
{
    private readonly CodeWorlds.Listener _listener = new();

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task The_first_change_runs_everything_and_is_merged_when_the_last_check_has_ended(string engine)
    {
        using TestRepository repository = CodeWorlds.Repository();
        await using TestWorld world = await TestWorld.StartAsync(CodeWorlds.With(_listener), engine);
        await CodeWorlds.RegisterAsync(world, repository);

        IReadOnlyList<LedgerEvent> events = await world.EventsAsync(project: "late");
        LedgerEvent merged = events.Single(e => e.Type == "change.merged");
        merged.Subject.Id.ShouldBe(repository.Head);
        merged.Data.Text("commit").ShouldBe(repository.Head);
        merged.Data.Text("checks").ShouldBe("passed");
        merged.Data["verified"]!.GetValue<bool>().ShouldBeTrue();
        merged.Data["forced"]!.GetValue<bool>().ShouldBeFalse();
        merged.Data["areas"]!.ToJsonString().ShouldBe("""["app","pipeline","scoring"]""");
        merged.Data["authors"]!.ToJsonString().ShouldBe("""["sim:ada"]""");
        events.TakeWhile(e => e != merged).Count(e => e.Type == "run.finished").ShouldBe(4);

        LedgerEvent suite = events.Single(e => e.Type == "run.finished" && e.Data["suite"]?.GetValue<string>() == "scoring-unit");
        (suite.Data["tests"]!.GetValue<int>(), suite.Data["failed"]!.GetValue<int>(), suite.Data.Text("status"), suite.Data.Text("trigger"), suite.Data.Text("ref")).ShouldBe((2, 0, "succeeded", "change", "main"));
        suite.Cause.Single().ShouldBe(events.Single(e => e.Type == "run.started" && e.Subject.Id == suite.Subject.Id).Id);
        LedgerEvent build = events.Single(e => e.Type == "run.finished" && e.Data.Text("purpose") == "build" && e.Data.Text("area") == "app");
        string digest = build.Data.Text("made");
        Digest.IsDigest(digest).ShouldBeTrue();
        (await world.Get<IArtifactStore>().ExistsAsync(digest)).ShouldBeTrue();

        ChangeView change = _listener.Heard.Single();
        change.Apps.Single().ShouldSatisfyAllConditions(a => a.App.ShouldBe("board"), a => a.Build.Digest.ShouldBe(digest));
        change.Suites.Select(s => (s.Suite, s.Tests, s.Skipped)).ShouldBe([("app-unit", 1, 0), ("scoring-unit", 2, 1)]);
        change.EventId.ShouldBe(merged.Id);
    }

    [Fact]
    public async Task Later_changes_run_what_their_areas_call_for_and_the_rest_still_holds()
    {
        using TestRepository repository = CodeWorlds.Repository();
        await using TestWorld world = await TestWorld.StartAsync(CodeWorlds.With(_listener));
        await CodeWorlds.RegisterAsync(world, repository);
        string first = repository.Head;
        string docs = repository.Write("README.md", "words").Commit("words", "Dee <dee@example.org>");
        string app = repository.Write("board/main.txt", "v2").Commit("board\n\nReviewed-by: Ben <ben@example.org>\nReviewed-by: Eve <eve@example.org>\nCairn-Run: run-9\n");
        await CodeWorlds.SyncAsync(world);

        JsonNode? list = await world.Http.SendAsync("GET", "/api/v1/projects/late/changes", HttpStatusCode.OK);
        list!["items"]!.AsArray().Select(c => (c.Text("commit"), c.Text("checks"))).ShouldBe([(app, "passed"), (docs, "none"), (first, "passed")]);
        ChangeView second = _listener.Heard.Single(c => c.Commit == docs);
        second.Areas.ShouldBe(["docs"]);
        second.Authors.Single().ShouldStartWith("person:git-");
        ChangeView third = _listener.Heard.Single(c => c.Commit == app);
        (third.Suites.Count, third.Builds.Count).ShouldBe((1, 1));
        third.Reviewers.ShouldBe(["sim:ben"]);
        (await world.EventsAsync("change")).Single(e => e.Subject.Id == app).Data.Text("from_run").ShouldBe("run-9");

        var records = world.Get<ICodeRecords>();
        (await records.BuildOfAsync("late", "package", app))!.Commit.ShouldBe(first);
        (await records.BuildOfAsync("late", "board", docs))!.Commit.ShouldBe(first);
        (await records.BuildOfAsync("late", "board", app))!.Digest.ShouldNotBe((await records.BuildOfAsync("late", "board", first))!.Digest);
        (await records.LatestBuildAsync("late", "board"))!.Commit.ShouldBe(app);
        (await records.SuitesAsync("late", docs)).Select(s => (s.Suite, s.Commit)).ShouldBe([("app-unit", first), ("scoring-unit", first)]);
        (await records.LatestSuitesAsync("late")).Select(s => (s.Suite, s.Commit)).ShouldBe([("app-unit", app), ("scoring-unit", first)]);
        (await records.BuildOfAsync("late", "package", new string('0', 40))).ShouldBeNull();
        JsonNode? builds = await world.Http.SendAsync("GET", "/api/v1/projects/late/builds?limit=2", HttpStatusCode.OK);
        builds!["items"]!.AsArray().Count.ShouldBe(2);
        builds["next"].ShouldNotBeNull();
        await world.Http.SendAsync("GET", $"/api/v1/projects/late/changes/{docs}", HttpStatusCode.OK);
        await world.Http.SendAsync("GET", "/api/v1/projects/late/changes/nothing", HttpStatusCode.NotFound);
        (await world.Http.SendAsync("GET", "/api/v1/projects/late/apps", HttpStatusCode.OK))!.AsArray().Single().Text("app").ShouldBe("board");
    }

    [Fact]
    public async Task Suites_and_builds_of_one_command_are_one_run_of_it_with_a_result_each()
    {
        using TestRepository repository = CodeWorlds.Repository();
        const string Once = "echo x >> runs && cp board/report.xml report.trx && cp runs board.bin";
        repository.Write("cairn.yaml", CodeWorlds.File.Replace("cp board/report.xml report.trx", Once, StringComparison.Ordinal).Replace("cp board/main.txt board.bin", Once, StringComparison.Ordinal)).Commit("one command");
        await using TestWorld world = await TestWorld.StartAsync(CodeWorlds.With(_listener));
        await CodeWorlds.RegisterAsync(world, repository);
        ChangeView change = _listener.Heard.Single();
        change.Checks.ShouldBe("passed");
        (change.Suites.Single(s => s.Suite == "app-unit").Tests, change.Suites.Single(s => s.Suite == "scoring-unit").Tests).ShouldBe((1, 2));
        BuildView build = change.Builds.Single(b => b.Name == "board");
        await using FileStream packed = File.OpenRead(await world.Get<IArtifactStore>().PathAsync(build.Digest!, TestContext.Current.CancellationToken));
        await using var tar = new System.Formats.Tar.TarReader(packed);
        using var runs = new StreamReader((await tar.GetNextEntryAsync(cancellationToken: TestContext.Current.CancellationToken))!.DataStream!);
        (await runs.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("x\n", "the command has left one line");
        IReadOnlyList<LedgerEvent> ended = await world.EventsAsync("run");
        ended.Count(e => e.Type == "run.finished").ShouldBe(4, "each suite and build is on record by itself");
    }

    [Fact]
    public async Task A_forced_push_is_said_and_a_merge_is_one_change()
    {
        using TestRepository repository = CodeWorlds.Repository();
        await using TestWorld world = await TestWorld.StartAsync(CodeWorlds.With(_listener));
        await CodeWorlds.RegisterAsync(world, repository);
        repository.Git("checkout", "--quiet", "-b", "side");
        repository.Write("docs/a.md", "a").Commit("a");
        repository.Write("docs/b.md", "b").Commit("b");
        repository.Git("checkout", "--quiet", "main");
        repository.Git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "merge", "--quiet", "--no-ff", "--message", "merge side", "side");
        string merge = repository.Head;
        await CodeWorlds.SyncAsync(world);
        ChangeView merged = _listener.Heard.Single(c => c.Commit == merge);
        (merged.Areas.Single(), merged.Forced, merged.Number).ShouldBe(("docs", false, 2));

        repository.Git("reset", "--quiet", "--hard", "HEAD~1");
        string forced = repository.Write("docs/c.md", "c").Commit("c");
        await CodeWorlds.SyncAsync(world);
        _listener.Heard.Single(c => c.Commit == forced).Forced.ShouldBeTrue();
        (await world.EventsAsync("change")).Select(e => e.Data["forced"]!.GetValue<bool>()).ShouldBe([false, false, true]);
        _listener.Heard.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Failing_tests_missing_reports_and_failing_builds_fail_the_change_with_a_reason()
    {
        using TestRepository repository = CodeWorlds.Repository();
        await using TestWorld world = await TestWorld.StartAsync(CodeWorlds.With(_listener));
        await CodeWorlds.RegisterAsync(world, repository);

        repository.Write("tests/score/junit.xml", CodeWorlds.Junit.Replace("<testcase name=\"two\"/>", "<testcase name=\"two\"><failure>no</failure></testcase>", StringComparison.Ordinal)).Commit("broken test");
        await CodeWorlds.SyncAsync(world);
        SuiteResult failed = _listener.Heard[^1].Suites.Single();
        (failed.Status, failed.Tests, failed.Failed, failed.Failures.Single()).ShouldBe(("failed", 2, 1, "two"));
        _listener.Heard[^1].Checks.ShouldBe("failed");

        repository.Write("tests/score/run.sh", "echo nothing today; exit 3\n").Commit("no report");
        await CodeWorlds.SyncAsync(world);
        SuiteResult silent = _listener.Heard[^1].Suites.Single();
        silent.Reason!.ShouldContain("no report");
        (await world.Http.GetStringAsync($"/api/v1/projects/late/checks/{silent.RunId}/log")).ShouldContain("nothing today");

        repository.Write("tests/score/run.sh", "mkdir -p out && cp tests/score/junit.xml out/junit.xml; exit 4\n").Write("tests/score/junit.xml", CodeWorlds.Junit).Commit("wrong exit code");
        await CodeWorlds.SyncAsync(world);
        _listener.Heard[^1].Suites.Single().Reason!.ShouldContain("exit code is 4");

        repository.Write("tests/score/junit.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><testsuites><testcase name=\"&e;\"/></testsuites>").Commit("entities");
        await CodeWorlds.SyncAsync(world);
        _listener.Heard[^1].Suites.Single().Reason!.ShouldContain("document type");

        repository.Git("rm", "--quiet", "-r", "score");
        repository.Write("board/report.xml", "<testsuites/>").Commit("nothing to build, nothing tested");
        await CodeWorlds.SyncAsync(world);
        ChangeView last = _listener.Heard[^1];
        last.Builds.Single(b => b.Name == "package").ShouldSatisfyAllConditions(b => b.Status.ShouldBe("failed"), b => b.Digest.ShouldBeNull());
        last.Suites.Single(s => s.Suite == "app-unit").Reason.ShouldBe("It ran no tests.");
        (await world.EventsAsync("change")).Select(e => e.Data.Text("checks")).ShouldBe(["passed", "failed", "failed", "failed", "failed", "failed"]);
    }

    [Fact]
    public async Task The_same_content_gives_the_same_digest_whatever_commit_and_time()
    {
        using TestRepository repository = CodeWorlds.Repository();
        await using TestWorld world = await TestWorld.StartAsync(CodeWorlds.With(_listener));
        await CodeWorlds.RegisterAsync(world, repository);
        repository.Write("tests/score/note.txt", "touches the area, not the package").Commit("note");
        await CodeWorlds.SyncAsync(world);
        string[] digests = [.. _listener.Heard.Select(c => c.Builds.Single(b => b.Name == "package").Digest!)];
        digests.Length.ShouldBe(2);
        digests[0].ShouldBe(digests[1]);
    }
}
