using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Snapshots;

namespace Cairn.Bench;

/// <summary>The program <c>Serve</c> with a model that takes about two milliseconds, and what it answers when nobody asks too much.</summary>
/// <param name="span">How long it is asked too much.</param>
internal sealed class OverloadSetup(TimeSpan span) : IDisposable
{
    private const string Body = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[0.5]}]}""", Address = "/v2/models/slow/infer";
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100), Grain = TimeSpan.FromMilliseconds(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private double _before;

    public Child Server { get; private set; } = null!;

    public TimeSpan Span => span;

    /// <summary>Answers a second of a closed loop.</summary>
    public double Peak { get; private set; }

    /// <summary>The last one.</summary>
    public OpenResult? Flood { get; private set; }

    /// <summary>The most that the server had in the last flood above what it had before the first.</summary>
    public double MegabytesMore { get; private set; }

    /// <summary>Milliseconds that the slowest answer of a liveness probe took in the last flood.</summary>
    public double SlowestLiveness { get; private set; }

    public async Task StartAsync(CancellationToken cancel)
    {
        string model = Path.Combine(_folder, "model.onnx"), snapshot = Path.Combine(_folder, "snapshot.json");
        await File.WriteAllBytesAsync(model, SlowModel.Network(), cancel);
        var route = new EndpointRoute
        {
            // Each request alone, so that the peak is what two milliseconds allow.
            Name = "slow",
            Project = "bench",
            Environment = "production",
            Batch = new() { MaxRows = 1, MaxWaiting = 32 },
            Variants = [new VariantRoute { Version = "1", Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(model, cancel))), Path = model, WeightPermille = 1000 }],
        };
        await File.WriteAllBytesAsync(snapshot, SnapshotJson.Serialize(new RouteSnapshot { Epoch = 1, Endpoints = [route] }), cancel);
        Server = await Child.StartAsync("/v2/health/ready", cancel, Child.App("Serve"), "--snapshot", snapshot, "--log", Path.Combine(_folder, "log"), "--port", "{port}");
        await PeakAsync(cancel);
        _before = Server.Megabytes;
    }

    public async Task<double> PeakAsync(CancellationToken cancel) => Peak = await Load.RunAsync(Server.Port, Address, Body, TimeSpan.FromSeconds(2), cancel, 8);

    /// <summary>Five times as many requests as it can answer, whether it answers or not; somebody looks on meanwhile.</summary>
    public async Task<OpenResult> FloodAsync(CancellationToken cancel)
    {
        (MegabytesMore, SlowestLiveness) = (0, 0);
        Task<OpenResult> flood = OpenLoad.RunAsync(Server.Port, Load.Request(Server.Port, Address, Encoding.UTF8.GetBytes(Body)), Peak * 5, span, cancel, Grain);
        while (await Task.WhenAny(flood, Task.Delay(Between, cancel)) != flood) await LookAsync(cancel);
        return Flood = await flood;
    }

    /// <exception cref="HttpRequestException">It does not answer.</exception>
    private async Task LookAsync(CancellationToken cancel)
    {
        // As a supervisor asks: each time by a new connection.
        using var http = new HttpClient();
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await http.GetAsync($"http://localhost:{Server.Port}/v2/health/live", cancel);
        answer.EnsureSuccessStatusCode();
        SlowestLiveness = Math.Max(SlowestLiveness, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        MegabytesMore = Math.Max(MegabytesMore, Server.Megabytes - _before);
    }

    public void Dispose()
    {
        Server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
