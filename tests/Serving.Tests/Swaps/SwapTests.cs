using System.Collections.Concurrent;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Routing;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Swaps;

public sealed class SwapTests
{
    private static readonly int Swaps = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1" ? 500 : 200;
    private const string Body = """{"inputs":[{"name":"x","shape":[3,1],"datatype":"FP32","data":[1,2,3]}]}""";

    [Fact]
    public async Task Swaps_under_load_fail_and_mix_nothing()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute[] versions = [.. Enumerable.Range(1, 4).Select(v => host.Model($"{v}", TestModels.Constant(v)))];
        await host.ApplyAsync(ServingHost.Endpoint("m", versions[0]));
        var wrong = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();
        using var answered = new SemaphoreSlim(0);
        Task[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Answer answer = await host.PostAsync("/v2/models/m/infer", Body);
                answered.Release();
                string version = answer.Headers.GetValueOrDefault("X-Cairn-Version", "none");
                if ((int)answer.Status != 200 || answer.Output("version") != $"[{version},{version},{version}]" || answer.Json.GetProperty("model_version").GetString() != version)
                    wrong.Enqueue(answer.Body);
            }
        }))];

        for (int i = 0; i < Swaps; i++)
        {
            await host.ApplyAsync(ServingHost.Endpoint("m", versions[i % 4], versions[(i + 1) % 4] with { Role = VariantRole.Canary, WeightPermille = 0 }) with { Salt = $"{i}" });
            // At least one answer falls between two swaps.
            (await answered.WaitAsync(TimeSpan.FromMinutes(2))).ShouldBeTrue();
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);

        wrong.ShouldBeEmpty();
        host.Routes.Epoch.ShouldBe(Swaps + 1);
    }

    [Fact]
    public async Task A_model_is_released_when_its_last_request_has_left()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))));
        LiveSnapshot pinned = ((RouteTable)host.Routes).Pin()!;
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("2", TestModels.Constant(2))));

        pinned.Endpoints["m"].Stable.Model.TryHold().ShouldBeTrue();
        pinned.Endpoints["m"].Stable.Model.Release();
        pinned.Unpin();
        pinned.TryPin().ShouldBeFalse();
        pinned.Endpoints["m"].Stable.Model.TryHold().ShouldBeFalse();
    }

    [Fact]
    public async Task A_bad_snapshot_is_refused_and_the_old_one_goes_on()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute good = host.Model("1", TestModels.Constant(1));
        await host.ApplyAsync(ServingHost.Endpoint("m", good));

        (string Fault, EndpointRoute Route)[] bad =
        [
            ("differs from its digest", ServingHost.Endpoint("m", good with { Digest = "sha256:" + new string('0', 64) })),
            ("cannot be read", ServingHost.Endpoint("m", good with { Version = "9", Digest = "sha256:" + new string('1', 64), Path = "/nowhere/x.onnx" })),
            ("ONNX Runtime does not load", ServingHost.Endpoint("m", host.Model("9", [1, 2, 3, 4]))),
            ("does not fit the contract", ServingHost.Endpoint("m", good) with { Inputs = [new() { Name = "y", Datatype = "BYTES" }] }),
            ("does not fit the contract", ServingHost.Endpoint("m", good, host.Model("2", TestModels.Image(), 0, VariantRole.Canary))),
            ("no output 'nothing'", ServingHost.Endpoint("m", good) with { Score = new("nothing") }),
            ("make 999 per mille", ServingHost.Endpoint("m", good with { WeightPermille = 999 })),
        ];
        foreach (var (fault, route) in bad)
            (await Should.ThrowAsync<SnapshotException>(() => host.ApplyAsync(route))).Message.ShouldContain(fault, Case.Sensitive);

        host.Routes.Epoch.ShouldBe(1);
        ((int)(await host.PostAsync("/v2/models/m/infer", Body)).Status).ShouldBe(200);
        (await Should.ThrowAsync<SnapshotException>(() => host.Routes.ApplyAsync(new() { Epoch = 1, Endpoints = [ServingHost.Endpoint("m", good) with { Salt = "other" }] })))
            .Message.ShouldContain("higher one");
    }

    [Fact]
    public async Task Weights_split_as_declared_and_pins_are_counted_apart()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(Canary(host, weight: 300) with { StickyKey = new(StickySource.Header, "X-User") });
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < 300; i++)
            chosen[$"u{i}"] = (await host.PostAsync("/v2/models/m/infer", Body, ("X-User", $"u{i}"))).Headers["X-Cairn-Variant"];
        (await host.PostAsync("/v2/models/m/infer", Body, ("X-User", "u7"))).Headers["X-Cairn-Variant"].ShouldBe(chosen["u7"]);
        (await host.PostAsync("/v2/models/m/infer", Body, ("X-Cairn-Pin", "2"))).Headers["X-Cairn-Variant"].ShouldBe("canary");

        // Fixed keys and salt: 90 expected, standard deviation 7.9.
        chosen.Values.Count(v => v == "canary").ShouldBeInRange(60, 120);
        VariantReading canary = host.Metrics.Read().Endpoint("m")!.Variants.Single(v => v.Version == "2");
        (canary.Pinned, canary.Variant, canary.WeightPermille).ShouldBe((1L, "canary", 300));
        canary.Rows.ShouldBe(canary.Requests * 3);
    }

    [Fact]
    public async Task A_failing_canary_trips_by_itself_and_no_caller_sees_it()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        var told = new TaskCompletionSource<CanaryTripped>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Routes.OnTripped(t => told.TrySetResult(t));
        EndpointRoute route = Canary(host, weight: 1000, TestModels.Fragile()) with { Limits = new() { Release = "rel-1", MaxErrors = 3, Window = 10 } };
        await host.ApplyAsync(route);
        const string fails = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[50]}]}""";

        for (int i = 0; i < 3; i++)
        {
            Answer answer = await host.PostAsync("/v2/models/m/infer", fails);
            ((int)answer.Status, answer.Headers["X-Cairn-Variant"]).ShouldBe((200, "stable"));
        }

        CanaryTripped trip = await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
        (trip.Endpoint, trip.Version, trip.Release).ShouldBe(("m", "2", "rel-1"));
        EndpointReading reading = host.Metrics.Read().Endpoint("m")!;
        (reading.TrippedVersion, reading.Fallbacks).ShouldBe(("2", 3L));
        reading.Variants.Single(v => v.Version == "2").Errors[ErrorKind.Model].ShouldBe(3);
        (await host.PostAsync("/v2/models/m/infer", Body)).Headers["X-Cairn-Variant"].ShouldBe("stable");
        string metrics = (await host.GetAsync("/metrics")).Body;
        foreach (string line in new[] { "canary_dropped{endpoint=\"m\"} 1", "canary_lease_over{endpoint=\"m\"} 0", "fallbacks_total{endpoint=\"m\"} 3", "replayed_total{endpoint=\"m\"} 0", "shadow_left_out{endpoint=\"m\"} 0" }) metrics.ShouldContain($"\ncairn_serving_{line}\n");

        // The same release stays tripped over a new snapshot; another release begins anew.
        await host.ApplyAsync(route with { Salt = "x" });
        (await host.PostAsync("/v2/models/m/infer", Body)).Headers["X-Cairn-Variant"].ShouldBe("stable");
        await host.ApplyAsync(route with { Limits = route.Limits! with { Release = "rel-2" } });
        (await host.PostAsync("/v2/models/m/infer", Body)).Headers["X-Cairn-Variant"].ShouldBe("canary");
        ((int)(await host.PostAsync("/v2/models/m/infer", fails, ("X-Cairn-Pin", "2"))).Status).ShouldBe(500);
    }

    [Fact]
    public async Task A_canary_ends_with_its_lease()
    {
        var real = new ManualTime();
        await using ServingHost host = await ServingHost.StartAsync(clocks: new(TimeProvider.System, real));
        await host.ApplyAsync(Canary(host, weight: 1000) with { Limits = new() { Release = "r", Until = real.GetUtcNow().AddMinutes(5) } });

        (await host.PostAsync("/v2/models/m/infer", Body)).Headers["X-Cairn-Variant"].ShouldBe("canary");
        real.Advance(TimeSpan.FromMinutes(5));
        (await host.PostAsync("/v2/models/m/infer", Body)).Headers["X-Cairn-Variant"].ShouldBe("stable");
        host.Metrics.Read().Endpoint("m")!.LeaseExpired.ShouldBeTrue();
    }

    [Fact]
    public async Task Scores_and_latencies_are_read_as_windows()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        await host.PostAsync("/endpoints/m/invocations", """{"instances":[[9,9,9,9]]}""");
        VariantReading before = host.Metrics.Read().Endpoint("m")!.Variants.Single();
        await host.PostAsync("/endpoints/m/invocations", """{"instances":[[0,0,0,0],[0,0,0,0]]}""");
        VariantReading window = host.Metrics.Read().Endpoint("m")!.Variants.Single().Since(before);

        (window.Requests, window.Rows, window.Latency.Count).ShouldBe((1L, 2L, 1L));
        window.Scores!.Mean.ShouldBe(0.5, 1e-6);
        window.Scores.Bins[50].ShouldBe(2);
        window.Latency.Quantile(0.5).ShouldBeGreaterThan(0);
        (await host.GetAsync("/metrics")).Body.ShouldContain("cairn_serving_requests_total{endpoint=\"m\",version=\"1\",pinned=\"false\"} 2");
    }

    [Fact]
    public async Task Too_many_at_once_get_429_with_a_time_to_wait()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.MaxConcurrency = 1);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))));
        using var slow = new GatedContent(Body);
        Task<Answer> first = host.SendAsync(HttpMethod.Post, "/v2/models/m/infer", slow);
        await slow.Begun.WaitAsync(TimeSpan.FromSeconds(30));
        while (host.Metrics.Read().InFlight == 0) await Task.Yield();

        Answer second = await host.PostAsync("/v2/models/m/infer", Body);
        ((int)second.Status, second.Headers["Retry-After"]).ShouldBe((429, "1"));
        second.Json.GetProperty("error").GetString()!.ShouldContain("Too many");
        slow.Open();
        ((int)(await first).Status).ShouldBe(200);
        host.Metrics.Read().Rejected.ShouldBe(1);
        host.Metrics.Read().Endpoint("m")!.Errors[ErrorKind.Overload].ShouldBe(1);
        (await host.PredictionsAsync("m")).Select(r => (r.Status, r.Error)).ShouldBe([(200, "")], "a flood is counted, not logged");
    }

    private static EndpointRoute Canary(ServingHost host, int weight, byte[]? model = null) => ServingHost.Endpoint(
        "m", host.Model("1", TestModels.Constant(1), 1000 - weight), host.Model("2", model ?? TestModels.Constant(2), weight, VariantRole.Canary)) with
    { Salt = "fixed" };
}
