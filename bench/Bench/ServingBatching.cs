using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;

namespace Cairn.Bench;

/// <summary>A model whose weights do not fit into the caches, so that rows together cost little more than one: requests that share runs against requests that do not.</summary>
internal sealed class ServingBatching : IBenchmark
{
    private const double AllowedOne = 100;
    private const int Wide = 2048, Layers = 4, Clients = 64;
    private const string Request = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[0.5]}]}""";
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private Child? _server;
    private double _added;

    public string Name => "serving-batching";

    public string What => $"answers a second of a network of {Layers} layers of {Wide}, {Clients} connections, requests sharing runs against each alone";

    public string Unit => "req/s";

    public Goal Goal => Goal.NoLessThan(3);

    public IReadOnlyList<Row> Sides =>
    [
        new("serving-batching-one", "what sharing runs adds to the median of the time to an answer where there is nobody to share with (1 connection that asks both in turn, the same network), against what we allow", "us", Goal.NoMoreThan(1), () => (_added, AllowedOne)),
    ];

    public async Task PrepareAsync(CancellationToken cancel)
    {
        string model = Path.Combine(_folder, "model.onnx"), snapshot = Path.Combine(_folder, "snapshot.json");
        await File.WriteAllBytesAsync(model, Network(), cancel);
        await File.WriteAllBytesAsync(snapshot, SnapshotJson.Serialize(new RouteSnapshot { Epoch = 1, Endpoints = [Endpoint("together", model, 64), Endpoint("alone", model, 1)] }), cancel);
        _server = await Child.StartAsync("/v2/health/ready", cancel, Child.App("Serve"), "--snapshot", snapshot, "--log", Path.Combine(_folder, "log"), "--port", "{port}");
    }

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        double[][] took = await Load.TakeTurnsAsync(_server!.Port, [Whole("together"), Whole("alone")], Span, cancel);
        _added = 1000 * (Quantile.Of(took[0], 0.5) - Quantile.Of(took[1], 0.5));
        return await RunAsync("together", cancel);
    }

    public Task<double> ControlAsync(CancellationToken cancel) => RunAsync("alone", cancel);

    public Task FinishAsync()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private Task<double> RunAsync(string endpoint, CancellationToken cancel) =>
        Load.RunAsync(_server!.Port, $"/v2/models/{endpoint}/infer", Request, Span, cancel, Clients);

    private byte[] Whole(string endpoint) => Load.Request(_server!.Port, $"/v2/models/{endpoint}/infer", Encoding.UTF8.GetBytes(Request));

    private static EndpointRoute Endpoint(string name, string model, int rows) => new()
    {
        Name = name,
        Project = "bench",
        Environment = "production",
        Batch = new() { MaxRows = rows },
        Variants = [new VariantRoute { Version = "1", Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(model))), Path = model, WeightPermille = 1000 }],
    };

    private static byte[] Network()
    {
        var random = new Random(1);
        var graph = new OnnxGraph("network");
        OnnxValue x = graph.Node("MatMul", [graph.Input("x", OnnxType.Float, -1, 1), graph.Constant(Weights(random, Wide), 1, Wide)]);
        for (int i = 0; i < Layers; i++) x = graph.Sigmoid(graph.Node("MatMul", [x, graph.Constant(Weights(random, Wide * Wide), Wide, Wide)]));
        graph.Output("y", graph.Node("MatMul", [x, graph.Constant(Weights(random, Wide), Wide, 1)]), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }

    private static float[] Weights(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) / 16)];
}
