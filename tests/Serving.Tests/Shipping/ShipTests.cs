using System.Globalization;
using System.Text.Json;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Shipping;

/// <summary>A copy that ships its log.</summary>
public sealed class ShipTests : IAsyncLifetime, IDisposable
{
    /// <summary>Wide requests whose records are four times what such a copy's log may hold, and far less than may wait for the disk: none of them is lost on the way there, however slow it is.</summary>
    private const int Many = 100;

    private const string Body = """{"instances":[[1,2,3,4]]}""";
    private static readonly string Wide = $$"""{"instances":[{{string.Join(",", Enumerable.Repeat("[1,2,3,4]", 100))}}]}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-ship-").FullName;
    private StandInControlPlane _plane = null!;

    public async ValueTask InitializeAsync() => _plane = await StandInControlPlane.StartAsync();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return _plane.DisposeAsync();
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Predictions_and_outcomes_come_once_and_it_says_how_far_it_is()
    {
        await using ServingHost copy = await StartAsync();
        for (int i = 0; i < 5; i++) await AskAsync(copy, "m", $"r{i}");
        ((int)(await copy.PostAsync("/endpoints/m/outcomes", """{"key":"a","value":1}""")).Status).ShouldBe(200);
        await Until.TrueAsync(() => ShippedLog.Predictions(_plane, "m").Count == 5 && ShippedLog.Outcomes(_plane, "m").Count == 1);
        await AskAsync(copy, "m", "r5");
        await Until.TrueAsync(() => ShippedLog.Predictions(_plane, "m").Count == 6 && Told("m") is { } told && told.GetProperty("answered")[0].GetProperty("rows").GetInt64() == 6);

        ShippedLog.Predictions(_plane, "m").ShouldBe(Enumerable.Range(0, 6).Select(i => $"r{i}"), ignoreOrder: true);
        JsonElement told = Told("m")!.Value;
        (told.GetProperty("waiting_segments").GetInt32(), told.GetProperty("dropped").GetInt32(), told.GetProperty("held").GetBoolean()).ShouldBe((0, 0, false));
        await Until.TrueAsync(() => copy.Metrics.Read().Shipping is { LastAt: not null, Fault: null, Endpoints: [{ WaitingSegments: 0 }] });
        string metrics = (await copy.GetAsync("/metrics")).Body;
        metrics.ShouldContain("cairn_serving_ship_waiting_segments{endpoint=\"m\"} 0\n");
        metrics.ShouldContain("cairn_serving_ship_failing 0\n");
        // A request that is sent again gets its answer still: what was shipped stays a while.
        (await copy.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "r0"))).Headers["X-Cairn-Replayed"].ShouldBe("true");
        // It hashes as the server does, also after a start.
        File.ReadAllBytes(Path.Combine(copy.LogDirectory, ".hash-key")).ShouldBe(_plane.HashKey);
    }

    [Fact]
    public async Task What_waits_while_the_server_is_away_comes_when_it_is_back_and_over_a_start()
    {
        _plane.Away = true;
        await using (ServingHost copy = await StartAsync())
        {
            for (int i = 0; i < 3; i++) await AskAsync(copy, "m", $"a{i}");
            await Until.TrueAsync(() => copy.Metrics.Read().Shipping is { Fault: not null });
            (await copy.GetAsync("/metrics")).Body.ShouldContain("cairn_serving_ship_failing 1\n");
        }

        _plane.Away = false;
        await using ServingHost again = await StartAsync();
        await AskAsync(again, "m", "b");
        await Until.TrueAsync(() => ShippedLog.Predictions(_plane, "m").Count == 4);
        ShippedLog.Predictions(_plane, "m").ShouldBe(["a0", "a1", "a2", "b"], ignoreOrder: true);
        _plane.Segments.Keys.Select(k => k.Split('/')[0]).Distinct().Count().ShouldBe(1, "one log has one name");
    }

    [Fact]
    public async Task What_was_taken_and_not_acknowledged_is_sent_again_and_is_there_once()
    {
        int lost = 0;
        _plane.Coming = (_, all) => all && Interlocked.Increment(ref lost) <= 3 ? throw new IOException("the server died here") : Task.CompletedTask;
        await using ServingHost copy = await StartAsync();
        await AskAsync(copy, "m", "r");
        await Until.TrueAsync(() => lost > 3 && copy.Metrics.Read().Shipping is { Fault: null, Endpoints: [{ WaitingSegments: 0, Shipped: > 0 }] });
        ShippedLog.Predictions(_plane, "m").ShouldBe(["r"]);
        _plane.Segments.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Numbers_go_on_where_somebody_emptied_the_log()
    {
        await using (ServingHost copy = await StartAsync())
        {
            await AskAsync(copy, "m", "before");
            await Until.TrueAsync(() => ShippedLog.Predictions(_plane, "m").Count == 1 && copy.Metrics.Read().Shipping is { Fault: null, Endpoints: [{ WaitingSegments: 0 }] });
        }

        foreach (string segment in Directory.EnumerateFiles(Path.Combine(_folder, "log", "m"))) File.Delete(segment);
        await using ServingHost again = await StartAsync();
        await AskAsync(again, "m", "after");
        await Until.TrueAsync(() => ShippedLog.Predictions(_plane, "m").Count == 2);
        _plane.Answers.ShouldNotContain(a => a.Status == 409);
    }

    [Fact]
    public async Task One_segment_that_is_refused_is_set_aside_and_the_rest_comes()
    {
        _plane.Refuses = name => name.EndsWith("-000001.seg", StringComparison.Ordinal);
        await using ServingHost copy = await StartAsync();
        await AskAsync(copy, "m", "bad");
        await Until.TrueAsync(() => copy.Metrics.Read().Shipping?.Endpoints is [{ Refused: 1 }]);
        await AskAsync(copy, "m", "good");
        await Until.TrueAsync(() => ShippedLog.Predictions(_plane, "m") is ["good"]);
        Directory.EnumerateFiles(Path.Combine(copy.LogDirectory, "m"), "*.refused").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_full_log_gives_up_the_oldest_of_what_may_be_lost_and_counts_it()
    {
        _plane.Away = true;
        await using ServingHost copy = await StartAsync(o => (o.ShipBytes, o.SegmentBytes) = (1 << 16, 1 << 14));
        await FillAsync(copy);
        await copy.Log.CloseSegmentsAsync();
        await Until.TrueAsync(() => copy.Metrics.Read().Shipping?.Endpoints is [{ Dropped: > 0 }] && Bytes(copy, "m") <= (1 << 16) + (1 << 15));
        _plane.Away = false;
        await Until.TrueAsync(() => copy.Metrics.Read().Shipping is { Fault: null, Endpoints: [{ WaitingSegments: 0 }] });

        List<string> came = ShippedLog.Predictions(_plane, "m");
        Sum(copy).All.ShouldBe(Many, $"{Sum(copy)}");
        came.ShouldContain($"r{Many - 1}");
        came.ShouldNotContain("r0");
    }

    [Fact]
    public async Task The_bound_holds_while_a_segment_is_on_its_way_which_is_not_given_up()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously), gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _plane.Coming = (_, _) =>
        {
            begun.TrySetResult();
            return gate.Task;
        };
        await using ServingHost copy = await StartAsync(o => (o.ShipBytes, o.SegmentBytes) = (1 << 16, 1 << 14));
        await AskAsync(copy, "m", "r", Wide);
        await begun.Task;
        await FillAsync(copy);
        await copy.Log.CloseSegmentsAsync();
        await Until.TrueAsync(() => copy.Metrics.Read().Shipping?.Endpoints is [{ Dropped: > 0 }]);
        gate.SetResult();
        await Until.TrueAsync(() => copy.Metrics.Read().Shipping is { Fault: null, Endpoints: [{ WaitingSegments: 0 }] });

        Sum(copy).All.ShouldBe(Many + 1, $"{Sum(copy)}");
        ShippedLog.Predictions(_plane, "m").ShouldContain("r");
    }

    [Fact]
    public async Task A_full_log_refuses_what_must_not_be_lost_until_there_is_room()
    {
        _plane.Away = true;
        await using ServingHost copy = await StartAsync(o => (o.ShipBytes, o.SegmentBytes) = (1 << 16, 1 << 14), LogPolicy.Required);
        var answered = new List<string>();
        Answer answer;
        do
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"r{answered.Count}");
            answer = await copy.PostAsync("/endpoints/m/invocations", Wide, ("X-Request-Id", id));
            if ((int)answer.Status == 200) answered.Add(id);
        }
        while ((int)answer.Status == 200);
        ((int)answer.Status, (int)(await copy.PostAsync("/endpoints/m/outcomes", """{"key":"a","value":1}""")).Status, (int)(await copy.GetAsync("/v2/models/m/ready")).Status).ShouldBe((503, 503, 503));
        await Until.TrueAsync(() => copy.Metrics.Read().Shipping?.Endpoints is [{ Held: true }]);

        _plane.Away = false;
        await Until.TrueAsync(() => copy.Metrics.Read().Shipping is { Fault: null, Endpoints: [{ Held: false }] });
        await AskAsync(copy, "m", "after");
        ((int)(await copy.GetAsync("/v2/models/m/ready")).Status).ShouldBe(200);
        await Until.TrueAsync(() => ShippedLog.Predictions(_plane, "m").Count == answered.Count + 1);
        ShippedLog.Predictions(_plane, "m").ShouldBe([.. answered, "after"], ignoreOrder: true);
    }

    /// <summary>What came, was given up and was never written.</summary>
    private (long All, long Came, long Dropped, long Lost) Sum(ServingHost copy)
    {
        ServingReading reading = copy.Metrics.Read();
        (long came, long dropped, long lost) = (ShippedLog.Predictions(_plane, "m").Count, reading.Shipping!.Endpoints[0].Dropped, reading.Endpoint("m")!.Predictions.Lost);
        return (came + dropped + lost, came, dropped, lost);
    }

    private static long Bytes(ServingHost copy, string endpoint) => new DirectoryInfo(Path.Combine(copy.LogDirectory, endpoint)).EnumerateFiles().Sum(Bytes);

    /// <summary>A file may be closed under its other name, or go, while it is looked at.</summary>
    private static long Bytes(FileInfo file)
    {
        try { return file.Length; }
        catch (FileNotFoundException) { return 0; }
    }

    private static async Task AskAsync(ServingHost copy, string endpoint, string id, string body = Body)
        => ((int)(await copy.PostAsync($"/endpoints/{endpoint}/invocations", body, ("X-Request-Id", id))).Status).ShouldBe(200);

    private static async Task FillAsync(ServingHost copy)
    {
        for (int i = 0; i < Many; i++) await AskAsync(copy, "m", $"r{i}", Wide);
    }

    private JsonElement? Told(string endpoint) => _plane.Told.TryGetValue(endpoint, out string? told) ? JsonDocument.Parse(told).RootElement : null;

    private async Task<ServingHost> StartAsync(Action<ServingOptions>? options = null, LogPolicy policy = LogPolicy.Buffered)
    {
        ServingHost copy = await ServingHost.StartAsync(
            o =>
            {
                (o.ShipTo, o.ShipMilliseconds) = (ControlPlane.Parse(_plane.Address, _plane.Token, null), 10);
                options?.Invoke(o);
            },
            directory: _folder);
        await copy.ApplyAsync(ServingHost.Endpoint("m", copy.Model("1", TestModels.Matrix())) with { Log = new() { Policy = policy } });
        return copy;
    }
}
