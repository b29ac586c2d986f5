using System.Security.Cryptography;
using Cairn.Contracts.Snapshots;

namespace Cairn.Bench;

/// <summary>One-row JSON requests with everything on (contract, ids, routing, metrics, buffered log of every answer) against the bare program.</summary>
internal sealed class ServingThroughput : IBenchmark
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private Child? _ours, _bare;

    public string Name => "serving";

    public string What => "answers of the flight model a second, 32 connections, everything on, against bare Kestrel + ONNX Runtime";

    public string Unit => "req/s";

    public Goal Goal => Goal.NoLessThan(0.75);

    public async Task PrepareAsync(CancellationToken cancel)
    {
        string model = Path.Combine(_folder, "model.onnx"), snapshot = Path.Combine(_folder, "snapshot.json");
        FlightModel.Write(model);
        await File.WriteAllBytesAsync(snapshot, SnapshotJson.Serialize(Snapshot(model)), cancel);
        _ours = await Child.StartAsync("/v2/health/ready", cancel, Child.App("Serve"), "--snapshot", snapshot, "--log", Path.Combine(_folder, "log"), "--port", "{port}");
        _bare = await Child.StartAsync("/livez", cancel, typeof(ServingThroughput).Assembly.Location, "--bare", "{port}", model);
    }

    public Task<double> MeasureAsync(CancellationToken cancel) => Load.RunAsync(_ours!.Port, "/v2/models/delay/infer", FlightModel.Request, Span, cancel);

    public Task<double> ControlAsync(CancellationToken cancel) => Load.RunAsync(_bare!.Port, "/predict", FlightModel.Request, Span, cancel);

    public Task FinishAsync()
    {
        _ours?.Dispose();
        _bare?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private static RouteSnapshot Snapshot(string model) => new()
    {
        Epoch = 1,
        Endpoints =
        [
            new EndpointRoute
            {
                Name = "delay", Project = "bench", Environment = "production",
                Inputs =
                [
                    new InputColumn { Name = "minute", Datatype = "FP32", Min = 0, Max = 1439 }, new InputColumn { Name = "weekday", Datatype = "FP32", Min = 0, Max = 6 },
                    new InputColumn { Name = "distance", Datatype = "FP32", Min = 1, Max = 10000 }, new InputColumn { Name = "origin", Datatype = "BYTES" },
                    new InputColumn { Name = "destination", Datatype = "BYTES" },
                ],
                Variants = [new VariantRoute { Version = "1", Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(model))), Path = model, WeightPermille = 1000 }],
            },
        ],
    };
}
