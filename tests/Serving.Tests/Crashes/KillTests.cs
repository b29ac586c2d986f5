using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Crashes;

/// <summary>The server is killed with -9 under load again and again, over one log.</summary>
public sealed class KillTests : IDisposable
{
    private const int Callers = 3;
    private static readonly int Points = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1" ? 200 : 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_answered_is_in_the_log_wherever_the_server_was_killed()
    {
        var random = new Random(7);
        VariantRoute model = TestModels.Write(_folder, "1", TestModels.Matrix());
        var snapshot = new RouteSnapshot
        {
            Epoch = 1,
            Endpoints = [ServingHost.Endpoint("required", model) with { Log = new() { Policy = LogPolicy.Required } }, ServingHost.Endpoint("buffered", model)],
        };
        var required = new Dictionary<string, string>(StringComparer.Ordinal);
        long durable = 0;
        for (int point = 0; point < Points; point++)
        {
            (Caller[] sure, Caller[] quick, long counted) = await KillAsync(snapshot, point, random.Next(1, 400), required);
            HashSet<string> found = Logged("required"), kept = Logged("buffered");
            // What the counter called durable is there; so no more is lost than it said was not, and what came after.
            ((long)kept.Count(id => id.StartsWith($"b{point}-", StringComparison.Ordinal))).ShouldBeGreaterThanOrEqualTo(counted, $"point {point}");
            durable += counted;
            foreach ((string id, string body) in sure.SelectMany(c => c.Answered)) required.Add(id, body);
            required.Keys.Except(found).ShouldBeEmpty($"point {point}");
            foreach (Caller caller in quick) LosesItsLastOnly(caller, kept);
        }

        required.Count.ShouldBeGreaterThan(Points);
        durable.ShouldBeGreaterThanOrEqualTo(Points);
    }

    /// <summary>Runs until so many answers were given and something of the buffered ones is on the disk, then kills. An answer of the life before is asked for again first, and must be the same.</summary>
    private async Task<(Caller[] Required, Caller[] Buffered, long Durable)> KillAsync(RouteSnapshot snapshot, int point, int answers, Dictionary<string, string> before)
    {
        using ServeProcess server = await ServeProcess.StartAsync(_folder, snapshot);
        if (before.Count > 0)
        {
            (string id, string body) = before.Last();
            (_, string again, bool replayed) = await Caller.AskAsync(server.Client, "required", id);
            (again, replayed).ShouldBe((body, true));
        }

        int left = answers;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Caller[] sure = [.. Enumerable.Range(0, Callers).Select(c => new Caller(server.Client, "required", $"r{point}-{c}"))];
        Caller[] quick = [.. Enumerable.Range(0, Callers).Select(c => new Caller(server.Client, "buffered", $"b{point}-{c}"))];
        Task[] running = [.. sure.Concat(quick).Select(c => Task.Run(() => c.RunAsync(() =>
        {
            if (Interlocked.Decrement(ref left) == 0) enough.SetResult();
        })))];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        long durable;
        do durable = await DurableAsync(server.Client, limit.Token);
        while (!enough.Task.IsCompleted || durable == 0);
        server.Kill();
        await Task.WhenAll(running);
        return (sure, quick, durable);
    }

    /// <summary>Records of the buffered endpoint that the server says are on the disk, since it was started.</summary>
    private static async Task<long> DurableAsync(HttpClient client, CancellationToken cancellation)
    {
        const string line = "cairn_serving_log_records_total{endpoint=\"buffered\",kind=\"predictions\",state=\"durable\"} ";
        string metrics = await client.GetStringAsync("/metrics", cancellation);
        int at = metrics.IndexOf(line, StringComparison.Ordinal) + line.Length;
        return long.Parse(metrics.AsSpan(at, metrics.IndexOf('\n', at) - at), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Records are written in the order of the answers, so a caller can lose only a last part of its own.</summary>
    private static void LosesItsLastOnly(Caller caller, HashSet<string> kept)
    {
        bool[] there = [.. caller.Answered.Select(a => kept.Contains(a.Id))];
        int first = Array.IndexOf(there, false);
        if (first >= 0) there[first..].ShouldAllBe(k => !k);
    }

    private HashSet<string> Logged(string endpoint)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach ((_, string path) in SegmentName.List(Path.Combine(_folder, "log", endpoint), SegmentKind.Predictions))
            foreach (PredictionRecord record in SegmentReader.ReadPredictions(path)) ids.Add(record.RequestId).ShouldBeTrue("an id stands twice in the log");
        return ids;
    }
}
