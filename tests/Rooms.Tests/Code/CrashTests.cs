using Cairn.Compute;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;

namespace Cairn.Rooms.Tests.Code;

public sealed class CrashTests
{
    private readonly CodeWorlds.Listener _listener = new();

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_server_that_stops_in_the_middle_of_a_suite_goes_on_and_writes_nothing_twice(string engine)
    {
        using TestRepository repository = CodeWorlds.Repository();
        using var pipes = new TestPipes();
        // The first attempt says that it is there and waits for ever; the next finds that it was there.
        repository.Write("tests/score/run.sh", $"if mkdir {pipes.Mark}; then echo here > {pipes.Here}; cat {pipes.Never}; fi; mkdir -p out && cp tests/score/junit.xml out/junit.xml\n").Commit("slow");
        await using TestWorld world = await TestWorld.StartAsync(CodeWorlds.With(_listener), engine);
        await world.Http.SendAsync("POST", "/api/v1/projects", System.Net.HttpStatusCode.Created, new { repository = repository.Path, branch = "main" });
        await pipes.HereAsync();
        await world.RestartAsync();
        await world.QuietAsync();
        IReadOnlyList<LedgerEvent> events = await world.EventsAsync(project: "late");
        events.Where(e => e.Type == "run.started").GroupBy(e => e.Subject.Id).ShouldAllBe(g => g.Count() == 1);
        events.Where(e => e.Type == "run.finished").GroupBy(e => e.Subject.Id).ShouldAllBe(g => g.Count() == 1);
        events.Count(e => e.Type == "run.finished").ShouldBe(4);
        events.Single(e => e.Type == "change.merged").Data.Text("checks").ShouldBe("passed");
        _listener.Heard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Each_job_run_again_does_nothing_more()
    {
        using TestRepository repository = CodeWorlds.Repository();
        await using TestWorld world = await TestWorld.StartAsync(CodeWorlds.With(_listener));
        await CodeWorlds.RegisterAsync(world, repository);
        int before = (await world.EventsAsync()).Count;
        IReadOnlyList<JobRow> jobs = await world.Database.ReadAsync(s => s.Query<JobRow>("select * from jobs where kind like 'code.%'"));
        jobs.Count.ShouldBe(5);
        var handlers = world.Services.GetServices<IJobHandler>().ToDictionary(h => h.Kind);
        foreach (JobRow job in jobs) await handlers[job.Kind].RunAsync(new JobContext(job.Id, job.Key, job.Project, job.Payload, job.Attempts + 1), TestContext.Current.CancellationToken);
        (await world.EventsAsync()).Count.ShouldBe(before);
        _listener.Heard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_run_at_all_ends_as_failed_after_the_last_attempt()
    {
        using TestRepository repository = CodeWorlds.Repository();
        TestWorldOptions broken = CodeWorlds.With(_listener);
        await using TestWorld world = await TestWorld.StartAsync(broken with { Rooms = s => { broken.Rooms(s); s.AddSingleton<ICompute, Broken>(); } });
        await CodeWorlds.RegisterAsync(world, repository);
        _listener.Heard.Single().ShouldSatisfyAllConditions(c => c.Checks.ShouldBe("failed"), c => c.Suites.ShouldAllBe(s => s.Reason!.Contains("no room")));
        (await world.EventsAsync("run.started")).Count.ShouldBe(4);
    }

    private sealed class Broken : ICompute
    {
        public Task<ComputeResult> RunAsync(ComputeTask task, CancellationToken cancellation = default) => throw new IOException("no room on the device");

        public Task ReleaseAsync(string key) => Task.CompletedTask;

        public string LogPath(string key) => "/dev/null";

        public Task<ComputeResult?> ResumeAsync(string key, CancellationToken cancellation) => Task.FromResult<ComputeResult?>(null);

        public string? Because(string key) => null;

        public double? CostOf(string project, string target, ComputeUse use) => null;

        public string? ImageOf(string target) => null;

        public Task<string?> InstalledForAsync(string program, string searchPath, CancellationToken cancellation) => Task.FromResult<string?>(null);

        public string ClassOf(string target, bool gpu) => "none";

        public IReadOnlyList<string> BuiltIn(string kind) => ["cairn", "step", kind];
    }
}
