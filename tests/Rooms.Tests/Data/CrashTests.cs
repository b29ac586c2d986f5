using Cairn.Compute;
using Cairn.Compute.Local;
using Cairn.Contracts.Ledger;
using Cairn.Data;
using Cairn.Data.Arrivals;
using Cairn.Data.Ingest;
using Cairn.Data.Sources;
using Cairn.Platform.Jobs;
using Cairn.Rooms.Tests.Code;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data;

public sealed class CrashTests
{
    [Fact]
    public async Task A_gathering_that_was_cut_off_goes_on_as_the_same_run()
    {
        using var pipes = new TestPipes();
        await using TestWorld world = await StartAsync(compute: Held(pipes));
        world.Deliver("2001-01-01", 10);
        using var cancel = new CancellationTokenSource();
        Task<ArrivalRow> cut = world.Get<Ingestion>().RunAsync(Request(world), cancel.Token);
        await ReaderAsync(world, pipes);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cut);
        string started = (await RunningAsync(world)).ShouldHaveSingleItem().RunId;

        await world.RestartAsync();
        await world.Get<TestProjects>().DeclareAsync(Yaml);
        ArrivalRow done = await world.Get<Ingestion>().RunAsync(Request(world), default);

        (done.RunId, done.State).ShouldBe((started, "accepted"));
        (await world.EventsAsync("run.started")).Count.ShouldBe(1);
        (await world.EventsAsync("run.finished")).Count.ShouldBe(1);
        (await world.KnownAsync()).Count.ShouldBe(1);
        Directory.GetFileSystemEntries(Path.Combine(world.Directory, "ingest")).ShouldBeEmpty();
        Directory.GetFileSystemEntries(Path.Combine(world.Directory, "compute")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_killed_from_outside_is_tried_again()
    {
        using var pipes = new TestPipes();
        await using TestWorld world = await StartAsync(compute: Held(pipes));
        world.Deliver("2001-01-01", 10);
        Task run = world.AdvanceToAsync(2);
        Cairn.Compute.Native.Kill(await ReaderAsync(world, pipes));
        await run;
        ((await world.ArrivalsAsync()).ShouldHaveSingleItem().State, (await world.KnownAsync()).Count).ShouldBe((ArrivalState.Accepted, 1));
        (await world.EventsAsync("run.started")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_is_run_twice_does_its_work_once()
    {
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 10);
        await world.AdvanceToAsync(2);
        IJobHandler handler = ActivatorHandler(world);
        await handler.RunAsync(new JobContext("x", "x", "flights", """{"project":"flights","source":"trips","trigger":"schedule"}""", 2), default);
        (await world.EventsAsync("run.started")).Count.ShouldBe(1);
        (await world.KnownAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Ending_twice_writes_once()
    {
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 10);
        ArrivalRow row = await world.Get<Ingestion>().RunAsync(Request(world), default);
        var records = world.Get<IngestRecords>();
        await world.Database.WriteAsync(s => records.Finish(s, row, new Finding(ArrivalState.Failed, "internal"), Actor.Service("data")));
        (await world.EventsAsync("run.finished")).ShouldHaveSingleItem();
        (await world.ArrivalsAsync())[0].State.ShouldBe(ArrivalState.Accepted);
    }

    private static IngestRequest Request(TestWorld world)
        => new("flights", world.Get<TestProjects>().Find(null!, "flights")!.File.Data["trips"] with { From = "trips/2001-01-01.csv" }, "2001-01-01", null, "schedule", Actor.Service("data"));

    private static IJobHandler ActivatorHandler(TestWorld world) => world.Get<IEnumerable<IJobHandler>>().OfType<GatherHandler>().Single();

    private static Task<IReadOnlyList<ArrivalRow>> RunningAsync(TestWorld world) => world.Database.ReadAsync(s => world.Get<ArrivalStore>().Running(s, "flights", "trips"));

    /// <summary>The first reader says that it is there, and waits; those after it do their work.</summary>
    private static ComputeOptions Held(TestPipes pipes) => new()
    {
        Slots = 2,
        StepHost = ["/bin/sh", "-c", $"mkdir {pipes.Mark} 2> /dev/null && {{ echo > {pipes.Here}; read go < {pipes.Never}; }}; exec \"$@\"", "sh", .. new ComputeOptions().StepHost],
    };

    /// <summary>The reader that waits: the process of a session of its own that reads the step's in.json.</summary>
    private static async Task<int> ReaderAsync(TestWorld world, TestPipes pipes)
    {
        await pipes.HereAsync();
        ArrivalRow row = (await RunningAsync(world)).ShouldHaveSingleItem();
        return ProcessTable.Read().Single(p => p.Id == p.Session && ProcessTable.HasVariable(p.Id, $"CAIRN_IN={world.Directory}/compute/{row.RunId}.1/in.json")).Id;
    }
}
