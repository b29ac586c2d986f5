using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;

namespace Cairn.Bench;

/// <summary>What callers notice of a slow candidate that is asked everything they ask.</summary>
internal sealed class ServingShadow : IBenchmark
{
    private const string Body = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[0.5]}]}""";
    private const double Rate = 1000;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private Child? _server;
    private OpenResult? _shadowed, _alone;

    public string Name => "serving-shadow";

    public string What => Told("99th percentile");

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(1.1);

    public IReadOnlyList<Row> Sides => [new("serving-shadow-p50", Told("median"), Unit, Goal, () => (_shadowed!.Median, _alone!.Median))];

    public async Task PrepareAsync(CancellationToken cancel)
    {
        VariantRoute quick = await WriteAsync("quick", Quick(), cancel), slow = await WriteAsync("slow", SlowModel.Network(), cancel);
        var alone = new EndpointRoute { Name = "alone", Project = "bench", Environment = "production", Variants = [quick] };
        EndpointRoute shadowed = alone with { Name = "shadowed", Shadow = new() { Version = "slow", Digest = slow.Digest, Path = slow.Path } };
        string snapshot = Path.Combine(_folder, "snapshot.json");
        await File.WriteAllBytesAsync(snapshot, SnapshotJson.Serialize(new RouteSnapshot { Epoch = 1, Endpoints = [alone, shadowed] }), cancel);
        _server = await Child.StartAsync("/v2/health/ready", cancel, Child.App("Serve"), "--snapshot", snapshot, "--log", Path.Combine(_folder, "log"), "--port", "{port}");
    }

    public async Task<double> MeasureAsync(CancellationToken cancel) => (_shadowed = await AskAsync("shadowed", cancel)).Slow;

    public async Task<double> ControlAsync(CancellationToken cancel) => (_alone = await AskAsync("alone", cancel)).Slow;

    public Task FinishAsync()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private static string Told(string what) => $"{what} of the time to an answer at 1,000 requests a second from when each was due, all of them asked of a shadow of 2 ms too, against none";

    private Task<OpenResult> AskAsync(string endpoint, CancellationToken cancel)
        => OpenLoad.RunAsync(_server!.Port, Load.Request(_server.Port, $"/v2/models/{endpoint}/infer", Encoding.UTF8.GetBytes(Body)), Rate, Span, cancel);

    private async Task<VariantRoute> WriteAsync(string name, byte[] model, CancellationToken cancel)
    {
        string path = Path.Combine(_folder, name + ".onnx");
        await File.WriteAllBytesAsync(path, model, cancel);
        return new VariantRoute { Version = name, Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(model)), Path = path, WeightPermille = 1000 };
    }

    private static byte[] Quick()
    {
        var graph = new OnnxGraph("quick");
        graph.Output("y", graph.Sigmoid(graph.Input("x", OnnxType.Float, -1, 1)), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }
}
