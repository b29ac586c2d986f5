using System.Net;
using Cairn.Client;

namespace Cairn.Sdk.Tests.Client;

/// <summary>Runs against a server that is there, and now and then impatient or forgetful.</summary>
public sealed class RunTests
{
    private readonly FakeTracking _server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FakeRun Run => _server.Runs.ShouldHaveSingleItem();

    [Fact]
    public async Task What_was_logged_arrives_in_batches_and_the_run_ends()
    {
        using var client = _server.Client();
        await using (var run = await client.StartRunAsync("e", new RunOptions { Name = "n", Tags = new Dictionary<string, string> { ["team"] = "ops" } }, Cancel))
        {
            await run.LogParamAsync("share", 0.5, Cancel);
            await run.LogParamAsync("on", true, Cancel);
            for (var step = 0; step < 2500; step++)
            {
                await run.LogMetricAsync("loss", double.IsEvenInteger(step) ? step : double.NaN, step, Cancel);
            }
            await run.SetTagAsync("team", "research", Cancel);
        }

        Run.Params.ShouldBe(new Dictionary<string, string> { ["share"] = "0.5", ["on"] = "true" });
        Run.Points.Count.ShouldBe(2500);
        Run.Points.Count(p => p.Value == "\"NaN\"").ShouldBe(1250);
        Run.Tags["team"].ShouldBe("research");
        Run.Status.ShouldBe("FINISHED");
        Run.Batches.ShouldAllBe(size => size <= 1000);
    }

    [Fact]
    public async Task A_batch_has_at_most_a_hundred_parameters()
    {
        using var client = _server.Client();
        await using (var run = await client.StartRunAsync("e", cancel: Cancel))
        {
            for (var i = 0; i < 250; i++)
            {
                await run.LogParamAsync($"p{i}", i, Cancel);
            }
        }

        Run.Params.Count.ShouldBe(250);
        Run.Batches.ShouldAllBe(size => size <= 100);
    }

    [Fact]
    public async Task Answers_that_get_lost_make_nothing_happen_twice()
    {
        _server.LosesEvery = 2;
        using var client = _server.Client();
        await using (var run = await client.StartRunAsync("e", new RunOptions { Linger = TimeSpan.Zero }, Cancel))
        {
            for (var step = 0; step < 50; step++)
            {
                await run.LogMetricAsync("loss", 1, step, Cancel);
                await run.FlushAsync(Cancel);
            }
        }

        Run.Points.Count.ShouldBe(50);
        Run.PointsSeen.ShouldBeGreaterThan(50);
        Run.Status.ShouldBe("FINISHED");
    }

    [Fact]
    public async Task One_bad_entry_does_not_cost_the_others()
    {
        using var client = _server.Client();
        var run = await client.StartRunAsync("e", cancel: Cancel);
        await run.LogParamAsync("depth", 3, Cancel);
        await run.FlushAsync(Cancel);
        for (var step = 0; step < 300; step++)
        {
            await run.LogMetricAsync(step == 17 ? "what?" : "loss", 1, step, Cancel);
        }
        await run.LogParamAsync("depth", 4, Cancel);

        var told = await Should.ThrowAsync<CairnRunException>(() => run.EndAsync(cancel: Cancel));

        told.Faults.Select(f => f.What).ShouldBe(["metric what?", "param depth"]);
        Run.Points.Count.ShouldBe(299);
        Run.Params["depth"].ShouldBe("3");
        Run.Status.ShouldBe("FINISHED");
        await run.EndAsync(cancel: Cancel); // told once
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_gets_it()
    {
        HttpResponseMessage Busy(HttpStatusCode status) => new(status) { Headers = { RetryAfter = new(TimeSpan.Zero) } };
        _server.First.Enqueue(Busy(HttpStatusCode.TooManyRequests));
        _server.First.Enqueue(Busy(HttpStatusCode.ServiceUnavailable));
        using var client = _server.Client();

        await using var run = await client.StartRunAsync("e", cancel: Cancel);

        run.Id.ShouldBe("r0");
    }

    [Fact]
    public void The_servers_word_on_waiting_comes_first()
    {
        var retrier = new Retrier(new RetryRule { First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(5), LongestAsked = TimeSpan.FromSeconds(60) }, TimeProvider.System, () => 0);
        CairnApiException Busy(double? after) => new(CairnProblem.Read(429, null, "{}")) { RetryAfter = after is { } s ? TimeSpan.FromSeconds(s) : null };

        new[] { 1, 2, 3, 4, 5 }.Select(attempt => retrier.Wait(Busy(null), attempt).TotalSeconds).ShouldBe([1, 2, 4, 5, 5]);
        retrier.Wait(Busy(17), 1).TotalSeconds.ShouldBe(17);
        retrier.Wait(Busy(3600), 1).TotalSeconds.ShouldBe(60);
    }

    [Fact]
    public async Task Who_logs_faster_than_it_goes_waits()
    {
        using var client = _server.Client();
        await using var run = await client.StartRunAsync("e", new RunOptions { QueueLength = 10, Linger = TimeSpan.Zero }, Cancel);
        _server.Gate = new TaskCompletionSource();
        var step = 0;
        ValueTask last;
        while ((last = run.LogMetricAsync("loss", 1, step++, Cancel)).IsCompleted)
        {
            step.ShouldBeLessThan(10_000);
        }

        _server.Gate.SetResult();
        await last;
        await run.FlushAsync(Cancel);
        Run.Points.Count.ShouldBe(step);
    }

    [Fact]
    public async Task Logging_a_metric_allocates_nothing()
    {
        const int calls = 10_000;
        using var client = _server.Client();
        await using var run = await client.StartRunAsync("e", new RunOptions { QueueLength = 2 * calls }, Cancel);
        _server.Gate = new TaskCompletionSource();
        await LogAsync(run, 2 * calls); // the queue's array grows to its bound once
        _server.Gate.SetResult();
        await run.FlushAsync(Cancel);
        _server.Gate = new TaskCompletionSource();
        await LogAsync(run, calls / 2); // the sender hangs at the gate and takes no more

        var bytes = Allocated(run, calls);
        _server.Gate.SetResult();

        // A single object a call would be 240,000.
        TestContext.Current.SendDiagnosticMessage($"{bytes} bytes in {calls} calls");
        bytes.ShouldBeLessThan(calls);
    }

    [Fact]
    public async Task Nothing_is_logged_to_a_run_that_ended()
    {
        using var client = _server.Client();
        var run = await client.StartRunAsync("e", cancel: Cancel);
        await run.EndAsync(RunStatus.Killed, Cancel);

        await Should.ThrowAsync<InvalidOperationException>(async () => await run.LogMetricAsync("loss", 1, cancel: Cancel));
        await run.DisposeAsync();
        Run.Status.ShouldBe("KILLED");
    }

    [Fact]
    public async Task Work_that_throws_ends_its_run_as_failed()
    {
        using var client = _server.Client();

        await Should.ThrowAsync<FormatException>(() => client.TrackAsync("e", async run =>
        {
            await run.LogParamAsync("depth", 3, Cancel);
            throw new FormatException();
        }, cancel: Cancel));

        Run.Status.ShouldBe("FAILED");
        Run.Params.ShouldContainKey("depth");
    }

    [Fact]
    public async Task Bad_arguments_are_told_at_once()
    {
        using var client = _server.Client();
        await using var run = await client.StartRunAsync("e", cancel: Cancel);

        await Should.ThrowAsync<ArgumentException>(async () => await run.LogMetricAsync("", 1, cancel: Cancel));
        await Should.ThrowAsync<ArgumentException>(async () => await run.SetTagAsync(new string('k', 251), "", Cancel));
        await Should.ThrowAsync<ArgumentException>(() => run.UploadAsync("../x", Stream.Null, Cancel));
        await Should.ThrowAsync<ArgumentException>(() => client.StartRunAsync(" ", cancel: Cancel));
    }

    private static long Allocated(CairnRun run, int calls)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < calls; step++)
        {
            _ = run.LogMetricAsync("loss", 1, step).AsTask();
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static async Task LogAsync(CairnRun run, int calls)
    {
        for (var step = 0; step < calls; step++)
        {
            await run.LogMetricAsync("loss", 1, step, Cancel);
        }
    }
}
