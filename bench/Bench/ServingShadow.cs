using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;

namespace Cairn.Bench;

/// <summary>
/// What callers notice of a slow candidate that is asked everything they ask. Both sides of a pair take turns of half a second: of a hundred answers one meets a processor that the machine took away, in some
/// minutes none and in others two, and that is no matter of shadows.
/// </summary>
internal sealed class ServingShadow : IBenchmark
{
    private const string Body = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[0.5]}]}""";
    private const double Rate = 1000, Fewest = 25;
    private const int Turns = 8, WarmPairs = 2;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(0.5), Pause = TimeSpan.FromMilliseconds(50), Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private readonly HttpClient _http = new();
    private Child? _server;
    private OpenResult? _shadowed, _alone;
    private long _asked;
    private double _said;

    public string Name => "serving-shadow";

    public string What => Told("99th percentile");

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(1.1);

    public IReadOnlyList<Row> Sides =>
    [
        new("serving-shadow-p50", Told("median"), Unit, Goal, () => (_shadowed!.Median, _alone!.Median)),
        new("serving-shadow-answers", "answers of that shadow a second, what still waits when the turn ends among them, against what we allow at least", "answers/s", Goal.NoLessThan(1), () => (_said, Fewest)),
    ];

    public async Task PrepareAsync(CancellationToken cancel)
    {
        VariantRoute quick = await WriteAsync("quick", Quick(), cancel), slow = await WriteAsync("slow", SlowModel.Network(), cancel);
        var alone = new EndpointRoute { Name = "alone", Project = "bench", Environment = "production", Variants = [quick] };
        EndpointRoute shadowed = alone with { Name = "shadowed", Shadow = new() { Version = "slow", Digest = slow.Digest, Path = slow.Path } };
        string snapshot = Path.Combine(_folder, "snapshot.json");
        await File.WriteAllBytesAsync(snapshot, SnapshotJson.Serialize(new RouteSnapshot { Epoch = 1, Endpoints = [alone, shadowed] }), cancel);
        _server = await Child.StartAsync("/v2/health/ready", cancel, Child.App("Serve"), "--snapshot", snapshot, "--log", Path.Combine(_folder, "log"), "--port", "{port}");
        // Until the runtime has compiled what is hot for the last time: it does that beside the requests.
        for (int i = 0; i < WarmPairs; i++) await MeasureAsync(cancel);
    }

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        using var load = new OpenLoad(_server!.Port, Request("alone"));
        var shadowed = new List<OpenResult>();
        var alone = new List<OpenResult>();
        (long before, double seconds) = ((await SaidAsync(cancel)).Answered, 0);
        for (int turn = 0; turn < Turns; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            shadowed.Add(await load.AskAsync(Request("shadowed"), Rate, Span, cancel));
            _asked += shadowed[^1].Answered.Length;
            await ShadowedAsync(cancel);
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            alone.Add(await load.AskAsync(Request("alone"), Rate, Span, cancel));
        }
        (_shadowed, _alone, _said) = (OpenResult.Of(shadowed), OpenResult.Of(alone), ((await SaidAsync(cancel)).Answered - before) / seconds);
        if (_shadowed.Rejected.Length + _alone.Rejected.Length > 0) throw new InvalidOperationException("Requests were refused.");
        return _shadowed.Slow;
    }

    /// <summary>Of the turns that <see cref="MeasureAsync"/> took.</summary>
    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(_alone!.Slow);

    public Task FinishAsync()
    {
        _http.Dispose();
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private static string Told(string what) => $"{what} of the time to an answer at 1,000 requests a second from when each was due, all of them asked of a shadow of 2 ms too, against none";

    private byte[] Request(string endpoint) => Load.Request(_server!.Port, $"/v2/models/{endpoint}/infer", Encoding.UTF8.GetBytes(Body));

    /// <summary>Ends once the shadow has answered all that it was asked, or let it go.</summary>
    /// <exception cref="InvalidOperationException">It failed, or stands still.</exception>
    private async Task ShadowedAsync(CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        (long Answered, long Shed) said;
        do
        {
            if (Stopwatch.GetElapsedTime(start) > Patience) throw new InvalidOperationException("The shadow did not answer all that it was asked.");
            await Task.Delay(Pause, cancel);
            said = await SaidAsync(cancel);
        }
        while (said.Answered + said.Shed < _asked);
    }

    private async Task<(long Answered, long Shed)> SaidAsync(CancellationToken cancel)
    {
        string metrics = await _http.GetStringAsync(new Uri($"http://localhost:{_server!.Port}/metrics"), cancel);
        ILookup<bool, long> said = metrics.Split('\n').Where(l => l.StartsWith("cairn_serving_shadowed_total{", StringComparison.Ordinal))
            .ToLookup(l => l.Contains("shed=\"true\"", StringComparison.Ordinal), l => long.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        return (said[false].Sum(), said[true].Sum());
    }

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
