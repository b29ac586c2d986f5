using System.Security.Cryptography;
using Cairn.Contracts.Snapshots;

namespace Cairn.Bench;

/// <summary>The program <c>Serve</c> with a model that takes about two milliseconds, and what it answers when nobody asks too much.</summary>
internal sealed class OverloadSetup : IDisposable
{
    public const string Body = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[0.5]}]}""", Address = "/v2/models/slow/infer";
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;

    public Child Server { get; private set; } = null!;

    /// <summary>Answers a second of a closed loop.</summary>
    public double Peak { get; private set; }

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
    }

    public async Task<double> PeakAsync(CancellationToken cancel) => Peak = await Load.RunAsync(Server.Port, Address, Body, TimeSpan.FromSeconds(2), cancel, 8);

    /// <summary>Five times as many requests as it can answer, whether it answers or not.</summary>
    public Task<OpenResult> FloodAsync(CancellationToken cancel) => OpenLoad.RunAsync(Server.Port, Address, Body, Peak * 5, TimeSpan.FromSeconds(3), cancel);

    public void Dispose()
    {
        Server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
