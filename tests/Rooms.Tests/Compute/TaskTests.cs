using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Cairn.Compute;
using Cairn.Compute.Tasks;
using Cairn.Platform.Processes;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests.Code;
using static Cairn.Rooms.Tests.Compute.ComputeWorld;

namespace Cairn.Rooms.Tests.Compute;

public sealed class TaskTests
{
    [Fact]
    public async Task A_log_is_followed_while_it_grows_and_ends()
    {
        await using TestWorld world = await StartAsync();
        string gate = Path.Combine(world.Directory, "gate");
        Task<ComputeResult> run = world.Get<ICompute>().RunAsync(Shell("t1", $"mkfifo {gate}; echo one; read x < {gate}; echo two"));
        string log = await world.LogUntilAsync("t1", "one");
        log.ShouldBe("one\n");
        await TestPipes.LetGoAsync(gate);
        (await world.LogUntilAsync("t1", "two")).ShouldBe("one\ntwo\n");
        (await run).Outcome.ShouldBe(ComputeOutcome.Succeeded);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/projects/flights/tasks/t1/log?offset=4");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        string events = await (await world.Http.SendAsync(request)).Content.ReadAsStringAsync();
        events.ShouldBe("id: 8\ndata: two\ndata: \n\nevent: end\ndata: end\n\n");
    }

    [Fact]
    public async Task One_that_asks_for_more_disk_than_is_free_does_not_begin()
    {
        await using TestWorld world = await StartAsync();
        ComputeResult result = await world.Get<ICompute>().RunAsync(Shell("t1", "true") with { Disk = 1L << 60 });
        result.Outcome.ShouldBe(ComputeOutcome.Failed);
        result.Reason!.ShouldStartWith("It asks for 1152921504.6 GB of disk (resources.disk); where it would work ");
    }

    [Fact]
    public async Task What_nobody_wrote_down_the_end_of_is_lost_on_record_as_soon_as_it_is_asked_for_again()
    {
        await using TestWorld world = await StartAsync();
        var compute = world.Get<ICompute>();
        ComputeResult ended = await compute.RunAsync(Shell("t1", "true") with { RecordedByCaller = true });
        (await compute.ResumeAsync("t1")).ShouldBeNull();
        using JsonDocument task = JsonDocument.Parse(await world.Http.GetStringAsync("/api/v1/projects/flights/tasks/t1"));
        (task.RootElement.GetProperty("state").GetString(), task.RootElement.GetProperty("reason").GetString()).ShouldBe(("lost", "Its end was not put on record."));
        await world.Database.WriteAsync(ended.Record!);
        using JsonDocument still = JsonDocument.Parse(await world.Http.GetStringAsync("/api/v1/projects/flights/tasks/t1"));
        still.RootElement.GetProperty("state").GetString().ShouldBe("lost");
    }

    [Fact]
    public async Task Targets_tell_what_runs_and_what_waits_for_what()
    {
        await using TestWorld world = await StartAsync(new ComputeOptions { Slots = 1 });
        var compute = world.Get<ICompute>();
        Task<ComputeResult> first = compute.RunAsync(Shell("t1", "echo ready; sleep 1000"));
        await world.LogUntilAsync("t1", "ready");
        Task<ComputeResult> second = compute.RunAsync(Shell("t2", "true"));
        using JsonDocument targets = await WaitingAsync(world);
        targets.RootElement[0].GetProperty("running")[0].GetProperty("key").GetString().ShouldBe("t1");
        targets.RootElement[0].GetProperty("waiting")[0].GetProperty("because").GetString().ShouldBe("needs 1 of 1 slots, 0 free");
        (await world.Http.PostAsync("/api/v1/projects/other/tasks/t1/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Http.PostAsync("/api/v1/projects/flights/tasks/t2/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await second).Outcome.ShouldBe(ComputeOutcome.Cancelled);
        (await world.Http.PostAsync("/api/v1/projects/flights/tasks/t1/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await first).Outcome.ShouldBe(ComputeOutcome.Cancelled);
        (await world.Http.PostAsync("/api/v1/projects/flights/tasks/t1/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using JsonDocument page = JsonDocument.Parse(await world.Http.GetStringAsync("/api/v1/projects/flights/tasks?limit=1"));
        page.RootElement.GetProperty("items")[0].GetProperty("state").GetString().ShouldBe("cancelled");
        string next = page.RootElement.GetProperty("next").GetString()!;
        using JsonDocument rest = JsonDocument.Parse(await world.Http.GetStringAsync($"/api/v1/projects/flights/tasks?after={next}"));
        rest.RootElement.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Logs_of_one_project_are_not_anothers()
    {
        await using TestWorld world = await StartAsync();
        await world.Get<ICompute>().RunAsync(Shell("t1", "echo mine"));
        (await world.Http.GetAsync("/api/v1/projects/flight/tasks/t1/log")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Http.GetAsync("/api/v1/projects/flights/tasks/..%2f..%2fcairn.db/log")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Http.GetAsync("/api/v1/projects/flights/tasks/t1/log?offset=-1")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_a_dead_server_left_is_ended_and_lost()
    {
        await using TestWorld world = await StartAsync();
        TaskStore store = world.Get<TaskStore>();
        using Process orphan = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", "setsid sleep 1000 & sleep 1000 & echo up; wait"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["CAIRN_IN"] = Path.Combine(world.Directory, "compute/t1/in.json") },
        })!;
        await orphan.StandardOutput.ReadLineAsync();
        ProcessIdentity identity = ProcessIdentity.Of(orphan.Id)!;
        string scratch = Directory.CreateDirectory(Path.Combine(world.Directory, "compute", "t1")).FullName;
        await world.Database.WriteAsync(s =>
        {
            store.Insert(s, Shell("t1", "sleep 1000") with { Secrets = ["secret"] }, scratch);
            store.Started(s, "t1", $"{identity.Id}:{identity.StartTicks}");
            store.Insert(s, Shell("t2", "true"), scratch);
        });
        await File.WriteAllTextAsync(world.Get<ICompute>().LogPath("t1"), "secret");

        await world.RestartAsync();

        await orphan.WaitForExitAsync();
        Directory.Exists(scratch).ShouldBeFalse();
        File.Exists(world.Get<ICompute>().LogPath("t1")).ShouldBeFalse();
        foreach (string key in new[] { "t1", "t2" })
            (await world.Http.GetStringAsync($"/api/v1/projects/flights/tasks/{key}")).ShouldContain("\"state\":\"lost\"");
        (await world.Get<ICompute>().RunAsync(Shell("t3", "true"))).Succeeded.ShouldBeTrue();
    }

    /// <summary>Not a check: prints what a task costs besides its own work.</summary>
    [Fact(Explicit = true)]
    public async Task Measure_the_overhead_of_a_task()
    {
        await using TestWorld world = await StartAsync();
        var compute = world.Get<ICompute>();
        List<double> ms = [];
        for (int i = 0; i < 60; i++)
        {
            long start = Stopwatch.GetTimestamp();
            (await compute.RunAsync(new ComputeTask($"n{i}", "flights", ["/bin/true"]))).Succeeded.ShouldBeTrue();
            if (i >= 10) ms.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        ms.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine($"no-op task: median {ms[25]:F1} ms, p90 {ms[45]:F1} ms");
    }

    private static async Task<JsonDocument> WaitingAsync(TestWorld world)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            JsonDocument targets = JsonDocument.Parse(await world.Http.GetStringAsync("/api/v1/compute", limit.Token));
            if (targets.RootElement[0].GetProperty("waiting").GetArrayLength() > 0) return targets;
            targets.Dispose();
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
