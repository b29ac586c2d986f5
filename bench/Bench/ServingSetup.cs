using System.Security.Cryptography;
using Cairn.Contracts.Snapshots;

namespace Cairn.Bench;

/// <summary>The program <c>Serve</c> with the flight model: <c>delay</c> with everything on, <c>sure</c> the same but answered when durable, <c>plain</c> with what can be left out left out.</summary>
internal sealed class ServingSetup : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private Child? _server;

    public string Model => Path.Combine(_folder, "model.onnx");

    public Child Server => _server!;

    public async Task StartAsync(CancellationToken cancel)
    {
        string snapshot = Path.Combine(_folder, "snapshot.json");
        FlightModel.Write(Model);
        await File.WriteAllBytesAsync(snapshot, SnapshotJson.Serialize(new RouteSnapshot { Epoch = 1, Endpoints = [Full(), Full() with { Name = "sure", Log = new() { Policy = LogPolicy.Required } }, Plain()] }), cancel);
        _server = await Child.StartAsync("/v2/health/ready", cancel, Child.App("Serve"), "--snapshot", snapshot, "--log", Path.Combine(_folder, "log"), "--port", "{port}");
    }

    public Task<double> AskAsync(string endpoint, TimeSpan time, CancellationToken cancel, int connections = 32) =>
        Load.RunAsync(Server.Port, $"/v2/models/{endpoint}/infer", FlightModel.Request, time, cancel, connections);

    public void Dispose()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private EndpointRoute Full() => Plain() with
    {
        Name = "delay",
        Log = new(),
        KeyColumn = "flight",
        StickyKey = new(StickySource.Column, "flight"),
        Inputs =
        [
            new InputColumn { Name = "minute", Datatype = "FP32", Min = 0, Max = 1439 }, new InputColumn { Name = "weekday", Datatype = "FP32", Min = 0, Max = 6 },
            new InputColumn { Name = "distance", Datatype = "FP32", Min = 1, Max = 10000 }, new InputColumn { Name = "origin", Datatype = "BYTES" },
            new InputColumn { Name = "destination", Datatype = "BYTES" },
        ],
        Variants = [Variant("1", 900), Variant("2", 100) with { Role = VariantRole.Canary }],
        Limits = new() { Release = "bench" },
    };

    private EndpointRoute Plain() => new()
    {
        Name = "plain",
        Project = "bench",
        Environment = "production",
        Log = new() { Policy = LogPolicy.Sampled, Share = 1e-9 },
        Variants = [Variant("1", 1000)],
    };

    private VariantRoute Variant(string version, int weight) => new()
    {
        Version = version,
        Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Model))),
        Path = Model,
        WeightPermille = weight,
    };
}
