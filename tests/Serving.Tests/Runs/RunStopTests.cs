using System.Globalization;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Runs;

/// <summary>A run of many seconds is ended when nobody waits for it.</summary>
public sealed class RunStopTests
{
    private const int Rows = 10_000, Layers = 100;
    private static readonly byte[] Data = new byte[Rows * 4 * sizeof(float)];
    private readonly HeldTime _time = new();

    [Fact]
    public async Task It_ends_at_the_time_that_its_client_has_set()
    {
        await using ServingHost host = await StartAsync();
        WireAnswer answer = await CutOffAsync(host, "1");
        answer.Status.ShouldBe(504, answer.Text);
        answer.Text.ShouldContain("before the model answered");
        EndpointReading reading = host.Metrics.Read().Endpoint("m")!;
        VariantReading variant = reading.Variants.Single();
        (reading.Errors.ContainsKey(ErrorKind.Deadline), variant.Errors[ErrorKind.Deadline], variant.Runs.Runs).ShouldBe((false, 1L, 1L), "it is counted once, at the version that was too slow; the run is that of who came behind");
        variant.FailedNanoseconds.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_canary_that_is_too_slow_for_its_clients_trips()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.ParallelRuns = 1, clocks: new(TimeProvider.System, _time));
        VariantRoute stable = host.Model("1", TestModels.Matrix(), 0), canary = host.Model("2", TestModels.SlowMatrix(Layers), role: VariantRole.Canary);
        await host.ApplyAsync(ServingHost.Endpoint("m", stable, canary) with { MaxRows = Rows, Limits = new() { Release = "r", MaxErrors = 1, Window = 10 } });
        Settle();
        (await CutOffAsync(host, "2")).Status.ShouldBe(504);
        EndpointReading reading = host.Metrics.Read().Endpoint("m")!;
        (reading.TrippedVersion, reading.Variants.Single(v => v.Version == "2").Errors[ErrorKind.Deadline]).ShouldBe(("2", 1L));
        await AnswersAsync(host);
        host.Metrics.Read().Endpoint("m")!.Variants.Single(v => v.Version == "1").Requests.ShouldBe(1);
    }

    [Fact]
    public async Task It_ends_when_its_client_has_left()
    {
        await using ServingHost host = await StartAsync();
        using var leave = new CancellationTokenSource();
        string json = Json("");
        using var body = new ByteArrayContent([.. System.Text.Encoding.ASCII.GetBytes(json), .. Data]);
        body.Headers.Add(Wire.JsonLength, json.Length.ToString(CultureInfo.InvariantCulture));
        Task<HttpResponseMessage> asked = host.Client.PostAsync("/v2/models/m/infer", body, leave.Token);
        Task behind = await RunsAsync(host, "1");
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
        await behind;
        await Until.TrueAsync(() => host.Metrics.Read().Endpoint("m")!.Errors.ContainsKey(ErrorKind.Gone));
        host.Metrics.Read().Endpoint("m")!.Variants.Single().Runs.Runs.ShouldBe(1);
    }

    /// <summary>Sends a request whose time is over while the model is at work on it; who comes after it is answered.</summary>
    private async Task<WireAnswer> CutOffAsync(ServingHost host, string version)
    {
        Task<WireAnswer> asked = Wire.SendAsync(host, "/v2/models/m/infer", Json("\"parameters\":{\"timeout\":300000},"), Data);
        Task behind = await RunsAsync(host, version);
        _time.Advance(TimeSpan.FromMilliseconds(300));
        WireAnswer answer = await asked;
        await behind;
        return answer;
    }

    /// <summary>Ends when the one request that was sent is in its run: each in the queue has set a timer, and of two one waits. Gives what waits.</summary>
    private async Task<Task> RunsAsync(ServingHost host, string version)
    {
        await Until.TrueAsync(() => _time.Set == 1);
        Task behind = AnswersAsync(host);
        await Until.TrueAsync(() => _time.Set == 2 && host.Metrics.Read().Endpoint("m")!.Variants.Single(v => v.Version == version).Waiting == 1);
        return behind;
    }

    private async Task<ServingHost> StartAsync()
    {
        ServingHost host = await ServingHost.StartAsync(o => o.ParallelRuns = 1, clocks: new(TimeProvider.System, _time));
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.SlowMatrix(Layers))) with { MaxRows = Rows });
        Settle();
        return host;
    }

    /// <summary>What the change of routes has set for later rings now.</summary>
    private void Settle() => _time.Advance(TimeSpan.FromMinutes(1));

    /// <summary>Who comes after it is answered.</summary>
    private static async Task AnswersAsync(ServingHost host) =>
        (await host.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""")).Output("sum").ShouldBe("[10]");

    private static string Json(string more) => "{" + more + $"\"inputs\":[{{\"name\":\"features\",\"shape\":[{Rows},4],\"datatype\":\"FP32\",\"parameters\":{{\"binary_data_size\":{Data.Length}}}}}]}}";
}
