using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;

namespace Cairn.Bench;

/// <summary>The data plane with an endpoint whose versions each answer their own number, and another endpoint that comes and goes.</summary>
internal sealed class SwapSetup : IDisposable
{
    private const string Body = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[0.5]}]}""", Address = "/v2/models/swapped/infer";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private readonly HttpClient _http = new();
    private readonly List<VariantRoute> _versions = [];
    private long _epoch;

    public Child Server { get; private set; } = null!;

    private string Snapshot => Path.Combine(_folder, "snapshot.json");

    public async Task StartAsync(CancellationToken cancel)
    {
        for (int version = 1; version <= 3; version++) _versions.Add(await WriteAsync(version, cancel));
        await WriteAsync(Endpoints(0), cancel);
        Server = await Child.StartAsync("/v2/health/ready", cancel, typeof(SwapSetup).Assembly.Location, "--measured", "{port}", Snapshot, Path.Combine(_folder, "log"));
    }

    /// <summary>Requests to the one endpoint.</summary>
    /// <exception cref="InvalidOperationException">One failed, or its number is not that of the version it names.</exception>
    public async Task<OpenResult> AskAsync(double rate, TimeSpan time, CancellationToken cancel)
    {
        OpenResult result = await OpenLoad.RunAsync(Server.Port, Load.Request(Server.Port, Address, Encoding.UTF8.GetBytes(Body)), rate, time, cancel, look: Check);
        return result.Rejected.Length == 0 ? result : throw new InvalidOperationException($"{result.Rejected.Length} requests were refused.");
    }

    /// <summary>The next in the round: a canary beside the first version, the second in its place, back to the first; the other endpoint comes and goes.</summary>
    public Task ChangeAsync(int change, CancellationToken cancel) => WriteAsync(Endpoints(change + 1), cancel);

    /// <summary>Ends once the last change is served. The asking is work of the server too, so it is best done when the change should be long over.</summary>
    public async Task ChangedAsync(CancellationToken cancel)
    {
        string sample = $"cairn_serving_snapshot_epoch {_epoch}\n";
        while (!(await _http.GetStringAsync(new Uri($"http://localhost:{Server.Port}/metrics"), cancel)).Contains(sample, StringComparison.Ordinal)) await Task.Delay(Pause, cancel);
    }

    public void Dispose()
    {
        Server?.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Check(ReadOnlyMemory<byte> answer)
    {
        string text = Encoding.UTF8.GetString(answer.Span), version = Between(text, "X-Cairn-Version: ", "\r\n");
        double number = double.Parse(Between(text, "\"data\":[", "]"), CultureInfo.InvariantCulture);
        if (number != double.Parse(version, CultureInfo.InvariantCulture)) throw new InvalidOperationException($"Version {version} answered {number}.");
    }

    private static string Between(string text, string before, string after)
    {
        int start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }

    private IEnumerable<EndpointRoute> Endpoints(int state)
    {
        VariantRoute first = _versions[0], second = _versions[1];
        yield return Endpoint("swapped", (state % 4) switch
        {
            1 => [first with { WeightPermille = 900 }, second with { WeightPermille = 100, Role = VariantRole.Canary }],
            2 => [second],
            _ => [first],
        });
        if (state % 2 == 1) yield return Endpoint("passing", _versions[2]);
    }

    private static EndpointRoute Endpoint(string name, params VariantRoute[] variants) => new() { Name = name, Project = "bench", Environment = "production", Log = new(), Variants = variants };

    private async Task WriteAsync(IEnumerable<EndpointRoute> endpoints, CancellationToken cancel)
    {
        string fresh = Snapshot + ".new";
        await File.WriteAllBytesAsync(fresh, SnapshotJson.Serialize(new RouteSnapshot { Epoch = ++_epoch, Endpoints = [.. endpoints] }), cancel);
        File.Move(fresh, Snapshot, overwrite: true);
    }

    private async Task<VariantRoute> WriteAsync(int version, CancellationToken cancel)
    {
        var graph = new OnnxGraph("number");
        OnnxValue nothing = graph.Node("Mul", [graph.Input("x", OnnxType.Float, -1, 1), graph.Scalar(0)]);
        graph.Output("y", graph.Add(nothing, graph.Scalar(version)), OnnxType.Float, -1, 1);
        byte[] model = graph.ToBytes();
        string path = Path.Combine(_folder, $"{version}.onnx");
        await File.WriteAllBytesAsync(path, model, cancel);
        return new VariantRoute { Version = version.ToString(CultureInfo.InvariantCulture), Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(model)), Path = path, WeightPermille = 1000 };
    }
}
