using System.Diagnostics;
using System.Security.Cryptography;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;

namespace Cairn.Bench;

/// <summary>A snapshot of many small models, no two alike, and how long <c>Serve</c> takes with it.</summary>
internal sealed class StartSetup(int models) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;

    private string Snapshot => Path.Combine(_folder, "snapshot.json");

    public async Task WriteAsync(CancellationToken cancel)
    {
        var routes = new List<EndpointRoute>();
        for (int i = 0; i < models; i++)
        {
            string file = Path.Combine(_folder, $"{i}.onnx");
            byte[] model = Small(i);
            await File.WriteAllBytesAsync(file, model, cancel);
            var variant = new VariantRoute { Version = "1", Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(model)), Path = file, WeightPermille = 1000 };
            routes.Add(new() { Name = $"small-{i}", Project = "bench", Environment = "production", Variants = [variant] });
        }
        await File.WriteAllBytesAsync(Snapshot, SnapshotJson.Serialize(new RouteSnapshot { Epoch = 1, Endpoints = routes }), cancel);
    }

    /// <returns>Milliseconds.</returns>
    public async Task<double> TimeAsync(CancellationToken cancel)
    {
        string log = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        long start = Stopwatch.GetTimestamp();
        using Child child = await Child.StartAsync("/v2/health/ready", cancel, Child.App("Serve"), "--snapshot", Snapshot, "--log", log, "--port", "{port}");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Small(int number)
    {
        var graph = new OnnxGraph("small");
        graph.Output("y", graph.Sigmoid(graph.Add(graph.Input("x", OnnxType.Float, -1, 1), graph.Scalar(number))), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }
}
