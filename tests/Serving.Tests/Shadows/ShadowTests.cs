using System.Diagnostics;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Cairn.Serving.Shadows;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Shadows;

public sealed class ShadowTests
{
    private const string Body = """{"inputs":[{"name":"x","shape":[2,1],"datatype":"FP32","data":[1,2]}]}""";

    [Fact]
    public async Task It_answers_beside_under_the_same_request_ids_and_no_caller_sees_it()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))) with { Shadow = TestModels.Shadow(host.Model("2", TestModels.Constant(2))) });

        var ids = new List<string>();
        for (int i = 0; i < 20; i++)
        {
            Answer answer = await host.PostAsync("/v2/models/m/infer", Body, ("X-Request-Id", $"r{i}"));
            (answer.Headers["X-Cairn-Version"], answer.Output("version")).ShouldBe(("1", "[1,1]"));
            ids.Add(answer.Headers["X-Request-Id"]);
        }

        await UntilAsync(host, "2", v => v.Shadowed + v.Shed == 20 && v.Shadowed == Records(host));
        List<PredictionRecord> shadows = await host.ShadowsAsync("m"), answers = await host.PredictionsAsync("m");
        VariantReading reading = Reading(host, "2");
        shadows.Count.ShouldBe((int)reading.Shadowed);
        answers.Select(a => a.RequestId).ShouldBe(ids);
        foreach (PredictionRecord said in shadows)
        {
            ids.ShouldContain(said.RequestId);
            (said.Variant, said.Version, said.Status, said.RowCount).ShouldBe(("shadow", "2", 200, 2));
            said.Outputs.Single().Value(1).ShouldBe(2f);
        }

        (reading.Variant, reading.Requests, reading.Rows).ShouldBe(("shadow", 0L, 0L));
        Reading(host, "1").Requests.ShouldBe(20);
    }

    [Fact]
    public async Task Its_runs_alone_are_of_the_lowest_priority_and_no_thread_inherits_it()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Priorities of threads are Linux's.");
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))) with { Shadow = TestModels.Shadow(host.Model("2", TestModels.Slow(2))) });
        for (int i = 0; i < 20; i++) await host.PostAsync("/v2/models/m/infer", Body);
        await UntilAsync(host, "2", v => v.Shadowed + v.Shed == 20);

        // Name, and the 41st field of all (proc(5)): 5 is SCHED_IDLE (sched(7)).
        (string Name, string Policy)[] threads = [.. Directory.EnumerateDirectories("/proc/self/task").Select(Stat).OfType<string>().Select(s => (s[(s.IndexOf('(') + 1)..s.LastIndexOf(')')], s[(s.LastIndexOf(')') + 2)..].Split(' ')[38]))];
        threads.Where(t => t.Policy == "5").Select(t => t.Name).Distinct().ShouldBe(["idle"]);
        threads.ShouldContain(("scheduler pulse", "0"));

        static string? Stat(string thread)
        {
            try { return System.IO.File.ReadAllText(Path.Combine(thread, "stat")); }
            catch (IOException) { return null; }
        }
    }

    [Fact]
    public async Task It_fails_for_itself_alone()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))) with { Shadow = TestModels.Shadow(host.Model("2", TestModels.Fragile())) });
        ((int)(await host.PostAsync("/v2/models/m/infer", Body.Replace("[1,2]", "[50,2]"))).Status).ShouldBe(200);

        await UntilAsync(host, "2", v => v.ErrorCount == 1);
        await UntilAsync(host, _ => Records(host) == 1);
        PredictionRecord said = (await host.ShadowsAsync("m")).ShouldHaveSingleItem();
        (said.Status, said.Error, said.Tensors.Count).ShouldBe((500, "Model", 0));
        host.Metrics.Read().Endpoint("m")!.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_nobody_foresaw_in_it_is_counted_and_ends_nothing()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute stable = host.Model("1", TestModels.Constant(1));
        await host.ApplyAsync(ServingHost.Endpoint("m", stable));
        LiveSnapshot snapshot = ((RouteTable)host.Routes).Pin()!;
        LiveEndpoint endpoint = snapshot.Endpoints["m"];
        var model = new StandInModel(TimeSpan.Zero, _ => throw new InvalidOperationException("Nobody foresaw it."));
        ShadowLane lane = host.Get<ShadowLanes>().Make(endpoint.Route with { Shadow = TestModels.Shadow(stable) with { Version = "2" } }, model, model.Fit, endpoint.Runtime.Meter.Variant("2", score: null));
        for (int i = 0; i < 2; i++)
        {
            InferenceWork work = host.Get<WorkPool>().Get();
            work.Begin(endpoint);
            (work.Variant, work.RequestId, work.Rows) = (endpoint.Stable, $"r{i}", 1);
            lane.TryTake(work, snapshot, DateTimeOffset.UnixEpoch).ShouldBeTrue();
        }

        await UntilAsync(host, "2", v => v.ErrorCount == 2);
        await UntilAsync(host, _ => Records(host) == 2);
        snapshot.Unpin();
        (await host.ShadowsAsync("m")).Select(r => (r.RequestId, r.Error)).ShouldBe([("r0", "Internal"), ("r1", "Internal")]);
    }

    [Fact]
    public async Task What_a_slow_one_has_no_room_for_is_shed_and_counted()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        ShadowRoute slow = TestModels.Shadow(host.Model("2", TestModels.Slow(2))) with { MaxWaiting = 1 };
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))) with { Shadow = slow });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++) ((int)(await host.PostAsync("/v2/models/m/infer", Body)).Status).ShouldBe(200);
        })));

        await UntilAsync(host, "2", v => v.Shadowed + v.Shed == 400);
        VariantReading reading = Reading(host, "2");
        reading.Shadowed.ShouldBeGreaterThan(0);
        reading.Shed.ShouldBeGreaterThan(0);
        (await host.GetAsync("/metrics")).Body.ShouldContain($"cairn_serving_shadowed_total{{endpoint=\"m\",version=\"2\",shed=\"true\"}} {reading.Shed}");
    }

    [Fact]
    public async Task It_leaves_the_machine_to_others_for_longer_than_it_runs()
    {
        if (Environment.ProcessorCount >= 8) Assert.Skip("An eighth of this machine is more than one shadow can take.");
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))) with { Shadow = TestModels.Shadow(host.Model("2", TestModels.Slow(2))) });
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 40; i++) await host.PostAsync("/v2/models/m/infer", Body);
        await UntilAsync(host, "2", v => v.Shadowed + v.Shed == 40 && v.Shadowed == Records(host));
        TimeSpan took = Stopwatch.GetElapsedTime(start);

        List<PredictionRecord> said = await host.ShadowsAsync("m");
        said.Count.ShouldBeGreaterThan(1);
        // A pause stands before each run but the first; one below a millisecond is left out.
        TimeSpan ran = said.SkipLast(1).Aggregate(TimeSpan.Zero, (sum, s) => sum + s.Latency);
        took.ShouldBeGreaterThan((ran * 8 / Environment.ProcessorCount) - TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task It_is_asked_its_share_of_what_the_split_decided()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))) with { Shadow = TestModels.Shadow(host.Model("2", TestModels.Constant(2)), permille: 250), Salt = "fixed" });
        for (int i = 0; i < 300; i++) await host.PostAsync("/v2/models/m/infer", Body, ("X-Request-Id", $"q{i}"));
        for (int i = 0; i < 20; i++) await host.PostAsync("/v2/models/m/versions/1/infer", Body, ("X-Request-Id", $"p{i}"));

        int expected = Enumerable.Range(0, 300).Count(i => VariantSplit.Point(new SipHash("fixed\nshadow").Of(System.Text.Encoding.ASCII.GetBytes($"q{i}"))) < 250);
        // Of 300 ids 75 are expected, with a standard deviation of 7.5; the ids are fixed.
        expected.ShouldBeInRange(50, 100);
        await UntilAsync(host, "2", v => v.Shadowed + v.Shed >= expected);
        VariantReading reading = Reading(host, "2");
        (reading.Shadowed + reading.Shed, reading.WeightPermille).ShouldBe((expected, 250));
    }

    [Fact]
    public async Task One_that_cannot_be_loaded_is_left_out_and_the_endpoint_answers()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute stable = host.Model("1", TestModels.Constant(1));
        ShadowRoute unlike = TestModels.Shadow(host.Model("2", TestModels.Image()));
        await host.ApplyAsync(ServingHost.Endpoint("m", stable) with { Shadow = unlike });
        ((int)(await host.PostAsync("/v2/models/m/infer", Body)).Status).ShouldBe(200);
        host.Metrics.Read().Endpoint("m")!.ShadowFault!.ShouldContain("does not fit the contract");

        await host.ApplyAsync(ServingHost.Endpoint("m", stable) with { Shadow = unlike with { Digest = "sha256:" + new string('1', 64) } });
        host.Metrics.Read().Endpoint("m")!.ShadowFault!.ShouldContain("differs from its digest");
        await host.ApplyAsync(ServingHost.Endpoint("m", stable));
        host.Metrics.Read().Endpoint("m")!.ShadowFault.ShouldBeNull();
    }

    [Fact]
    public async Task Its_model_is_freed_when_the_last_request_it_was_asked_is_done()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute stable = host.Model("1", TestModels.Constant(1));
        await host.ApplyAsync(ServingHost.Endpoint("m", stable) with { Shadow = TestModels.Shadow(host.Model("2", TestModels.Slow(2, layers: 2))) });
        LiveSnapshot first = ((RouteTable)host.Routes).Pin()!;
        for (int i = 0; i < 5; i++) await host.PostAsync("/v2/models/m/infer", Body);
        Cairn.Serving.Models.LoadedModel model = first.Endpoints["m"].Shadow!.Model;
        await host.ApplyAsync(ServingHost.Endpoint("m", stable));
        first.Unpin();
        await UntilAsync(host, _ => !TryHold(model));
        Reading(host, "2").Variant.ShouldBe("retired");
    }

    [Fact]
    public async Task What_waits_for_a_pause_is_shed_when_the_routes_change()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute stable = host.Model("1", TestModels.Constant(1));
        await host.ApplyAsync(ServingHost.Endpoint("m", stable) with { Shadow = TestModels.Shadow(host.Model("2", TestModels.Slow(2))) });
        // Others have run for so long that the pause is of an hour.
        ShadowShare share = host.Get<ShadowLanes>().Share;
        share.Ran(share.Now - TimeSpan.FromHours(1), threads: Environment.ProcessorCount);
        LiveSnapshot first = ((RouteTable)host.Routes).Pin()!;
        for (int i = 0; i < 5; i++) await host.PostAsync("/v2/models/m/infer", Body);
        Cairn.Serving.Models.LoadedModel model = first.Endpoints["m"].Shadow!.Model;
        first.Unpin();

        await host.ApplyAsync(ServingHost.Endpoint("m", stable));
        await UntilAsync(host, "2", v => v.Shed == 5);
        await UntilAsync(host, _ => !TryHold(model));
        Reading(host, "2").Shadowed.ShouldBe(0);
    }

    [Theory]
    [InlineData("1", 1000, 64, "$.endpoints[0].shadow.version")]
    [InlineData("2", 0, 64, "$.endpoints[0].shadow.share_permille")]
    [InlineData("2", 1000, 0, "$.endpoints[0].shadow.max_waiting")]
    public async Task A_wrong_one_is_refused_with_the_place(string version, int permille, int waiting, string place)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute stable = host.Model("1", TestModels.Constant(1));
        ShadowRoute wrong = TestModels.Shadow(stable) with { Version = version, SharePermille = permille, MaxWaiting = waiting };
        (await Should.ThrowAsync<SnapshotException>(() => host.ApplyAsync(ServingHost.Endpoint("m", stable) with { Shadow = wrong }))).Message.ShouldContain(place);
    }

    private static bool TryHold(Cairn.Serving.Models.LoadedModel model)
    {
        bool held = model.TryHold();
        if (held) model.Release();
        return held;
    }

    private static long Records(ServingHost host) => ((RouteTable)host.Routes).Runtimes.Single().Shadows.Counters.Appended;

    private static VariantReading Reading(ServingHost host, string version) => host.Metrics.Read().Endpoint("m")!.Variants.Single(v => v.Version == version);

    private static Task UntilAsync(ServingHost host, string version, Func<VariantReading, bool> done) => UntilAsync(host, h => done(Reading(h, version)));

    /// <summary>The shadow tells nobody that it is done, as it should; so its counters are looked at.</summary>
    private static async Task UntilAsync(ServingHost host, Func<ServingHost, bool> done)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!done(host)) await tick.WaitForNextTickAsync(limit.Token);
    }
}
