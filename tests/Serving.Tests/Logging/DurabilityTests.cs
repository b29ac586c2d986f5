using System.Collections.Concurrent;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Logging;

public sealed class DurabilityTests
{
    private const string Body = """{"instances":[[1,2,3,4]]}""";
    private static readonly int Points = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1" ? 200 : 20;

    [Fact]
    public async Task With_required_every_answer_survives_a_power_cut()
    {
        List<(int Answered, int Lost)> cuts = await CutAsync(new LossyFiles());
        cuts.ShouldAllBe(c => c.Lost == 0);
        cuts[^1].Answered.ShouldBeGreaterThan(5 * Points);
    }

    [Fact]
    public async Task The_power_cut_loses_what_was_never_synced()
    {
        // The control of the test above: a disk that lies about syncing must lose answers, else nothing was shown.
        (await CutAsync(new LossyFiles { Lying = true })).ShouldAllBe(c => c.Lost > 0);
        (await CutAsync(new LossyFiles { Nameless = true })).ShouldAllBe(c => c.Lost > 0);
    }

    [Fact]
    public async Task With_buffered_the_power_cut_loses_what_the_counter_says_and_no_more_than_one_flush()
    {
        const int flushed = 60, waiting = 40;
        var files = new LossyFiles();
        await using ServingHost host = await ServingHost.StartAsync(o => o.FlushMilliseconds = 10_000, files);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        for (int i = 0; i < flushed; i++) await host.PostAsync("/endpoints/m/invocations", Body);
        await host.Log.CloseSegmentsAsync();
        // Also where the requests take longer than a flush waits.
        files.Syncs.Reset();
        for (int i = 0; i < waiting; i++) await host.PostAsync("/endpoints/m/invocations", Body);

        string copy = Path.Combine(host.Directory, "copy");
        files.Crash(host.LogDirectory, copy);
        LogCounters counters = host.Metrics.Read().Endpoint("m")!.Predictions;
        files.Syncs.Set();
        using var log = new SegmentLog(copy);
        SegmentStream stream = log.Stream("m", SegmentKind.Predictions);
        int found = SegmentName.List(stream.Folder, SegmentKind.Predictions).SelectMany(s => SegmentReader.ReadPredictions(s.Path)).Count();
        (found, counters.Appended - counters.Durable - counters.Lost).ShouldBe((flushed, (long)waiting));
    }

    [Fact]
    public async Task Outcomes_survive_a_power_cut()
    {
        var files = new LossyFiles();
        await using ServingHost host = await ServingHost.StartAsync(o => o.FlushMilliseconds = 10_000, files);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        ((int)(await host.PostAsync("/endpoints/m/outcomes", """{"key":"a","value":1}""")).Status).ShouldBe(200);

        string copy = Path.Combine(host.Directory, "copy");
        files.Crash(host.LogDirectory, copy);
        using var log = new SegmentLog(copy);
        SegmentStream stream = log.Stream("m", SegmentKind.Outcomes);
        SegmentName.List(stream.Folder, SegmentKind.Outcomes).SelectMany(s => SegmentReader.ReadOutcomes(s.Path)).ShouldHaveSingleItem().Key.ShouldBe("a");
    }

    [Fact]
    public async Task A_broken_disk_refuses_required_answers_and_outcomes_but_not_buffered_ones()
    {
        var files = new LossyFiles();
        await using ServingHost host = await ServingHost.StartAsync(files: files);
        await host.ApplyAsync(
            ServingHost.Endpoint("required", host.Model("1", TestModels.Matrix())) with { Log = new() { Policy = LogPolicy.Required } },
            ServingHost.Endpoint("buffered", host.Model("1", TestModels.Matrix())));
        files.Broken = true;

        foreach ((string path, string body) in new[] { ("invocations", Body), ("outcomes", """{"key":"a","value":1}""") })
        {
            Answer refused = await host.PostAsync($"/endpoints/required/{path}", body, ("X-Request-Id", "r"));
            ((int)refused.Status, refused.Headers["Retry-After"]).ShouldBe((503, "1"));
        }

        ((int)(await host.PostAsync("/endpoints/buffered/invocations", Body)).Status).ShouldBe(200);
        files.Broken = false;
        ((int)(await host.PostAsync("/endpoints/required/invocations", Body, ("X-Request-Id", "r"))).Status).ShouldBe(200);
        await host.Log.CloseSegmentsAsync();
        EndpointReading buffered = host.Metrics.Read().Endpoint("buffered")!;
        (buffered.Predictions.Lost + buffered.Predictions.Durable).ShouldBe(1);
        host.Metrics.Read().Endpoint("required")!.Predictions.Lost.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task On_a_broken_disk_probers_and_readiness_say_what_callers_of_required_get()
    {
        var files = new LossyFiles();
        await using ServingHost host = await ServingHost.StartAsync(o => o.IsProber = _ => true, files);
        EndpointRoute required = ServingHost.Endpoint("required", host.Model("1", TestModels.Matrix())) with { Log = new() { Policy = LogPolicy.Required } };
        await host.ApplyAsync(required, ServingHost.Endpoint("buffered", host.Model("1", TestModels.Matrix())));
        (await ProbeAsync(host, "required"), await ProbeAsync(host, "buffered")).ShouldBe((200, 200));
        files.Broken = true;

        // Nobody has asked yet: the prober finds it out, and from then on it is said.
        (await ProbeAsync(host, "required"), await ProbeAsync(host, "buffered")).ShouldBe((503, 200));
        (await ReadyAsync(host, "/v2/models/required/ready"), await ReadyAsync(host, "/endpoints/required/ping"), await ReadyAsync(host, "/v2/models/buffered/ready"), await ReadyAsync(host, "/v2/health/ready"))
            .ShouldBe((503, 503, 200, 200));
        await host.ApplyAsync(required);
        (await ReadyAsync(host, "/v2/health/ready"), await ReadyAsync(host, "/v2/health/live")).ShouldBe((503, 200));

        // The disk is well again: who asks whether it is ready is told so, without a caller that tries.
        files.Broken = false;
        (await ReadyAsync(host, "/v2/health/ready"), await ReadyAsync(host, "/v2/models/required/ready"), await ProbeAsync(host, "required")).ShouldBe((200, 200, 200));
        host.Metrics.Read().Endpoint("required")!.Probes.ShouldBe(2);
        Directory.EnumerateFiles(Path.Combine(host.LogDirectory, "required")).ShouldBeEmpty("no record, and nothing of the trials");
    }

    [Fact]
    public async Task A_caller_who_was_refused_is_known_to_readiness_too()
    {
        var files = new LossyFiles { Broken = true };
        await using ServingHost host = await ServingHost.StartAsync(files: files);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())) with { Log = new() { Policy = LogPolicy.Required } });
        (await ReadyAsync(host, "/v2/health/ready")).ShouldBe(200);
        ((int)(await host.PostAsync("/endpoints/m/invocations", Body)).Status).ShouldBe(503);
        (await ReadyAsync(host, "/v2/health/ready")).ShouldBe(503);
        files.Broken = false;
        ((int)(await host.PostAsync("/endpoints/m/invocations", Body)).Status).ShouldBe(200);
        (await ReadyAsync(host, "/v2/health/ready")).ShouldBe(200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_segment_that_met_a_disk_error_is_closed_with_what_was_durable_in_it(bool mendedBefore)
    {
        var files = new LossyFiles();
        await using ServingHost host = await ServingHost.StartAsync(files: files);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())) with { Log = new() { Policy = LogPolicy.Required } });
        ((int)(await host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "before"))).Status).ShouldBe(200);
        // One sync that fails and no more, or a disk that stays broken until it is mended.
        (files.BreakOnce, files.Broken) = (mendedBefore, !mendedBefore);
        ((int)(await host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "broken"))).Status).ShouldBe(503);
        string folder = Path.Combine(host.LogDirectory, "m");
        if (!mendedBefore)
        {
            await Should.ThrowAsync<IOException>(() => host.Log.CloseSegmentsAsync("m"));
            files.Broken = false;
        }

        ((int)(await host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "after"))).Status).ShouldBe(200);
        await host.Log.CloseSegmentsAsync("m");
        IReadOnlyList<(SegmentName Name, string Path)> segments = SegmentName.List(folder, SegmentKind.Predictions);
        segments.ShouldAllBe(s => s.Name.Closed);
        segments.SelectMany(s => SegmentReader.ReadPredictions(s.Path)).Select(r => (r.RequestId, r.Status)).Where(r => r.Status == 200).ShouldBe([("before", 200), ("after", 200)]);
        foreach (var (_, path) in segments)
        {
            using var reader = new SegmentReader(path);
            while (reader.TryRead(out ReadOnlyMemory<byte> _, out long _)) { }
            reader.Torn.ShouldBeFalse();
        }
    }

    private static async Task<int> ProbeAsync(ServingHost host, string endpoint) => (int)(await host.PostAsync($"/endpoints/{endpoint}/invocations", Body, ("X-Cairn-Probe", "1"))).Status;

    private static async Task<int> ReadyAsync(ServingHost host, string path) => (int)(await host.GetAsync(path)).Status;

    /// <summary>Answers under load from many callers, and cuts the power in the middle of it again and again: how many were answered before each cut, and how many of these were not found after it.</summary>
    private static async Task<List<(int Answered, int Lost)>> CutAsync(LossyFiles files)
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.SegmentBytes = 4096, files);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())) with { Log = new() { Policy = LogPolicy.Required } });
        var answered = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();
        using var more = new SemaphoreSlim(0);
        Task[] callers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                answered.Enqueue((await host.PostAsync("/endpoints/m/invocations", Body)).Headers["X-Request-Id"]);
                more.Release();
            }
        }))];
        var random = new Random(11);
        var cuts = new List<(int, int)>();
        for (int point = 0; point < Points; point++)
        {
            for (int wait = random.Next(1, 40); wait > 0; wait--) (await more.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
            // What was answered before the cut must be found after it.
            string[] before = [.. answered];
            string copy = Path.Combine(host.Directory, "copy");
            files.Crash(host.LogDirectory, copy);
            cuts.Add((before.Length, before.Except(Found(copy), StringComparer.Ordinal).Count()));
            Directory.Delete(copy, recursive: true);
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        return cuts;
    }

    /// <summary>The ids in a log that is opened after a crash.</summary>
    private static HashSet<string> Found(string folder)
    {
        using var log = new SegmentLog(folder);
        SegmentStream stream = log.Stream("m", SegmentKind.Predictions);
        return [.. SegmentName.List(stream.Folder, SegmentKind.Predictions).SelectMany(s => SegmentReader.ReadPredictions(s.Path)).Select(r => r.RequestId)];
    }
}
