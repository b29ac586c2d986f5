using Cairn.Compute.Local;
using Cairn.Contracts.Ledger;
using Cairn.Data;
using Cairn.Data.Arrivals;
using Cairn.Data.Ingest;
using Cairn.Data.Sources;
using Cairn.Platform.Jobs;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data;

public sealed class CrashTests
{
    [Fact]
    public async Task A_gathering_that_was_cut_off_goes_on_as_the_same_run()
    {
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 10);
        using var cancel = new CancellationTokenSource();
        Task<ArrivalRow> cut = world.Get<Ingestion>().RunAsync(Request(world), cancel.Token);
        await ReaderAsync(world);
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
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 10);
        Task run = world.AdvanceToAsync(2);
        Cairn.Compute.Native.Kill(await ReaderAsync(world));
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

    // Comes up within a blink; a process that reads a step's in.json is ours.
    private static async Task<int> ReaderAsync(TestWorld world)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            foreach (ArrivalRow row in await RunningAsync(world))
                foreach (ProcessRow process in ProcessTable.Read())
                    if (process.Id == process.Session && ProcessTable.HasVariable(process.Id, $"CAIRN_IN={world.Directory}/compute/{row.RunId}.1/in.json")) return process.Id;
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
