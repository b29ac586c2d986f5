using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Pipelines.Triggers;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Rooms.Tests.Code;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>What is held back is asked again when the time has come, starts one run with all that waited beside it, and is lost by no crash.</summary>
public sealed class HeldCauseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_of_what_cools_down_is_asked_again_once_also_by_the_next_server()
    {
        await using PipelineWorld lab = await StartAsync("when: webhook, secret: HOOK, cool_down: 2h");
        await AskAsync(lab, "w1");
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(1));
        await AskAsync(lab, "w2");
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await AskAsync(lab, "w3"))!.Waits.ShouldBeTrue();
        JsonNode held = (await FiringsAsync(lab))[^1];
        DateTimeOffset.FromUnixTimeMilliseconds((long)held["due"]!).ShouldBe(new DateTimeOffset(2001, 1, 1, 2, 0, 0, TimeSpan.Zero));
        await lab.World.RestartAsync();
        await lab.World.AdvanceAsync(TimeSpan.FromHours(2));
        (await OutcomesAsync(lab)).ShouldBe(["w1 fired", "w2 joined", "w3 fired"]);
        (await FiringsAsync(lab))[2].Text("reason").ShouldBe("Asked again; at first it was held back: A run to this step was started less than 2h ago.");
        (await FiringsAsync(lab))[1].Text("run_id").ShouldBe((await FiringsAsync(lab))[2].Text("run_id"));
        await lab.World.AdvanceAsync(TimeSpan.FromHours(9));
        (await lab.World.EventsAsync("trigger.fired")).Count.ShouldBe(2);
        (await RunsAsync(lab)).ShouldBe(2);
    }

    [Fact]
    public async Task What_may_not_fire_so_often_is_asked_again_when_it_may()
    {
        await using PipelineWorld lab = await StartAsync("when: webhook, secret: HOOK, at_most: 2 per 6h");
        foreach (string cause in new[] { "w1", "w2", "w3" })
        {
            await AskAsync(lab, cause);
            await lab.World.AdvanceAsync(TimeSpan.FromHours(1));
        }
        (await OutcomesAsync(lab)).ShouldBe(["w1 fired", "w2 fired", "w3 held"]);
        DateTimeOffset free = new DateTimeOffset(2001, 1, 1, 6, 0, 0, TimeSpan.Zero);
        await lab.World.AdvanceAsync(free - lab.World.Now - TimeSpan.FromMilliseconds(1));
        (await OutcomesAsync(lab))[2].ShouldBe("w3 held");
        await lab.World.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        (await OutcomesAsync(lab))[2].ShouldBe("w3 fired");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Of_causes_that_come_at_once_one_starts_a_run_and_its_end_starts_one_for_the_rest(string engine)
    {
        using var pipes = new TestPipes();
        // The first run does not end before the last of them is asked.
        await using PipelineWorld lab = await StartAsync("when: webhook, secret: HOOK", engine, $"mkdir {pipes.Mark} && read go < {pipes.Gate}; ");
        await Task.WhenAll(Enumerable.Range(1, 4).Select(i => Task.Run(() => lab.World.Database.WriteAsync(s => lab.World.Get<TriggerGate>().Ask(s, "lab", TriggerOf(lab, s), Cause($"w{i}"))))));
        await TestPipes.LetGoAsync(pipes.Gate);
        string[] outcomes = await OutcomesAsync(lab);
        (await RunsAsync(lab)).ShouldBe(2);
        (await lab.World.EventsAsync("trigger.fired")).Count.ShouldBe(2);
        outcomes.ShouldAllBe(o => !o.EndsWith("held"));
        (await FiringsAsync(lab)).Select(f => f.Text("run_id")).ShouldAllBe(r => r.StartsWith("run-"));
        (await FiringsAsync(lab)).Select(f => f.Text("cause")).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task What_a_run_holds_back_is_asked_when_it_ends_and_nothing_of_it_is_half_done_by_a_crash()
    {
        await using PipelineWorld lab = await StartAsync("when: webhook, secret: HOOK");
        PipelineRun active = await ActiveAsync(lab);
        (await AskAsync(lab, "w1")).ShouldNotBeNull().Reason.ShouldBe("A run to this step is active.");
        // The server dies at the last moment before the end of the run, with all that follows from it, is on record.
        await Should.ThrowAsync<IOException>(() => lab.World.Database.WriteAsync(s =>
        {
            lab.World.Get<RunStore>().Finish(s, active.Id, "succeeded", null, null).ShouldBeTrue();
            lab.World.Get<TriggerGate>().Again(s, "lab", TriggerOf(lab, s));
            lab.World.Get<FiringStore>().Waiting(s, "lab").ShouldBeEmpty();
            throw new IOException("killed");
        }));
        (await OutcomesAsync(lab)).ShouldBe(["w1 held"]);
        (await lab.World.EventsAsync("trigger.fired")).ShouldBeEmpty();
        await lab.World.Database.WriteAsync(s =>
        {
            lab.World.Get<RunStore>().Finish(s, active.Id, "succeeded", null, null).ShouldBeTrue();
            lab.World.Ledger.Append(s, new EventDraft("run.finished", active.Id, "lab", Actor.Service("pipelines")));
        }, cancellation: Cancellation);
        await lab.World.RestartAsync();
        (await OutcomesAsync(lab)).ShouldBe(["w1 fired"]);
        // The same news once more starts nothing.
        SealedEvent ended = (await lab.World.Ledger.ReadAsync(0, int.MaxValue, new EventFilter { Type = "run.finished" }))[0];
        await lab.World.Database.WriteAsync(s => lab.World.Services.GetServices<ILedgerSubscriber>().Single(x => x.Name == "pipelines.triggers").Handle(s, ended), cancellation: Cancellation);
        (await AskAsync(lab, "w1")).ShouldBeNull();
        (await lab.World.EventsAsync("trigger.fired")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_incident_that_closes_while_it_waits_starts_nothing()
    {
        await using PipelineWorld lab = await StartAsync("when: incident, cool_down: 2h");
        await OpenAsync(lab, "i1");
        await OpenAsync(lab, "i2");
        (await FiringsAsync(lab)).Select(f => $"{f.Text("kind")} {f.Text("outcome")}").ShouldBe(["incident fired", "incident held"]);
        await TellAsync(lab, "incident.closed", "i2");
        await lab.World.AdvanceAsync(TimeSpan.FromHours(3));
        JsonNode closed = (await FiringsAsync(lab))[1];
        (closed.Text("outcome"), (bool)closed["waits"]!, closed.Text("reason")).ShouldBe(("held", false, "What opened has closed while the cause waited. A run to this step was started less than 2h ago."));
        (await lab.World.EventsAsync("trigger.fired")).ShouldHaveSingleItem().Data["kind"]!.GetValue<string>().ShouldBe("incident");
    }

    [Fact]
    public async Task What_is_dropped_starts_nothing_later()
    {
        await using PipelineWorld lab = await StartAsync("when: webhook, secret: HOOK, cool_down: 2h, held: drop");
        await AskAsync(lab, "w1");
        await AskAsync(lab, "w2");
        await lab.World.AdvanceAsync(TimeSpan.FromHours(5));
        (await OutcomesAsync(lab)).ShouldBe(["w1 fired", "w2 held"]);
    }

    [Fact]
    public async Task What_is_dropped_takes_those_with_it_that_waited_for_quiet()
    {
        await using PipelineWorld lab = await StartAsync("when: webhook, secret: HOOK, debounce: 10m, held: drop");
        await ActiveAsync(lab);
        await AskAsync(lab, "w1");
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(5));
        (await AskAsync(lab, "w2"))!.Waits.ShouldBeTrue();
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(11));
        (await FiringsAsync(lab)).Select(f => $"{f.Text("cause")} {f.Text("outcome")} {f["waits"]}").ShouldBe(["w1 held false", "w2 held false"]);
    }

    [Fact]
    public async Task A_change_of_the_file_does_not_end_the_quiet_time()
    {
        await using PipelineWorld lab = await StartAsync("when: webhook, secret: HOOK, debounce: 10m");
        await AskAsync(lab, "w1");
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(5));
        lab.Repository.Write("cairn.yaml", "# changed\n" + File("when: webhook, secret: HOOK, debounce: 10m"));
        await lab.CommitAsync();
        (await OutcomesAsync(lab)).ShouldBe(["w1 held"]);
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(6));
        (await OutcomesAsync(lab)).ShouldBe(["w1 fired"]);
    }

    [Fact]
    public async Task What_waits_is_asked_when_the_project_is_taken_up_again_and_ends_with_its_trigger()
    {
        await using PipelineWorld lab = await StartAsync("when: webhook, secret: HOOK, cool_down: 2h");
        await AskAsync(lab, "w1");
        await AskAsync(lab, "w2");
        await lab.SendAsync("POST", "/pause", new { reason = "holiday" });
        await lab.World.AdvanceAsync(TimeSpan.FromHours(5));
        (await OutcomesAsync(lab)).ShouldBe(["w1 fired", "w2 held"]);
        await lab.SendAsync("POST", "/resume");
        await lab.World.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await OutcomesAsync(lab)).ShouldBe(["w1 fired", "w2 fired"]);
        await AskAsync(lab, "w3");
        lab.Repository.Write("cairn.yaml", File("when: manual").Replace("it:", "other:", StringComparison.Ordinal));
        await lab.CommitAsync();
        (await FiringsAsync(lab))[^1].Text("reason").ShouldBe("The trigger was taken away while the cause waited.");
    }

    [Fact]
    public async Task Each_schedule_of_a_trigger_has_its_own_time_and_two_that_meet_are_one_cause()
    {
        await using PipelineWorld lab = await StartAsync("when: [schedule day at 02:00, schedule monday at 02:00, schedule day at 04:00]");
        // From a Monday on.
        await lab.World.AdvanceAsync(TimeSpan.FromDays(2));
        (await FiringsAsync(lab)).Select(f => f.Text("outcome")).ShouldBe(["fired", "fired", "fired", "fired"]);
        lab.Repository.Write("cairn.yaml", File("when: schedule day at 04:00"));
        await lab.CommitAsync();
        await lab.World.AdvanceAsync(TimeSpan.FromDays(2));
        (await FiringsAsync(lab)).Length.ShouldBe(6);
    }

    private static string File(string trigger, string before = "") => $$$$"""
        project: lab
        steps: {go: {run: "{{{{before}}}}echo 1 > $CAIRN_OUT_T", out: {t: file}}}
        triggers:
          it: { {{{{trigger}}}}, run: go}
        """;

    /// <param name="before">What the step does first.</param>
    private static Task<PipelineWorld> StartAsync(string trigger, string engine = TestEngines.Sqlite, string before = "") => PipelineWorld.StartAsync(File(trigger, before), engine);

    private static TriggerAsk Cause(string cause) => new("webhook", cause, Actor.Service("pipelines"));

    private static Trigger TriggerOf(PipelineWorld lab, SqlSession s) => lab.World.Get<IProjects>().Find(s, "lab")!.File.Triggers["it"];

    /// <summary>Asks, and waits for what comes of it.</summary>
    private static async Task<Firing?> AskAsync(PipelineWorld lab, string cause)
    {
        Firing? firing = await lab.World.Database.WriteAsync(s => lab.World.Get<TriggerGate>().Ask(s, "lab", TriggerOf(lab, s), Cause(cause)), cancellation: Cancellation);
        await lab.World.QuietAsync();
        await lab.World.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        return firing;
    }

    /// <summary>A run that is on record as running, carried out by nobody.</summary>
    private static async Task<PipelineRun> ActiveAsync(PipelineWorld lab)
    {
        var run = new PipelineRun { Id = "run-a", Project = "lab", Number = 1, CommitId = "c", Target = "go", Purpose = "experiment", Environment = "dev", TriggerKind = "manual", Actor = "{}", State = "running", CreatedAt = lab.World.Now.ToUnixTimeMilliseconds() };
        await lab.World.Database.WriteAsync(s => lab.World.Get<RunStore>().Insert(s, run), cancellation: Cancellation);
        return run;
    }

    private static Task OpenAsync(PipelineWorld lab, string incident) => TellAsync(lab, "incident.opened", incident);

    private static async Task TellAsync(PipelineWorld lab, string type, string subject)
    {
        await lab.World.Database.WriteAsync(s => lab.World.Ledger.Append(s, new EventDraft(type, subject, "lab", Actor.Service("monitoring")) { Data = new JsonObject { ["kind"] = "breach" } }), cancellation: Cancellation);
        await lab.World.QuietAsync();
        await lab.World.AdvanceAsync(TimeSpan.FromMilliseconds(1));
    }

    private static Task<long> RunsAsync(PipelineWorld lab) => lab.World.Database.ReadAsync(s => s.Scalar<long>("select count(*) from pipeline_runs"), Cancellation);

    /// <summary>Oldest first.</summary>
    private static async Task<JsonNode[]> FiringsAsync(PipelineWorld lab)
    {
        await lab.World.QuietAsync();
        return [.. (await lab.SendAsync("GET", "/firings"))["items"]!.AsArray().Reverse().Select(f => f!)];
    }

    private static async Task<string[]> OutcomesAsync(PipelineWorld lab) => [.. (await FiringsAsync(lab)).Select(f => $"{f.Text("cause")} {f.Text("outcome")}")];
}
