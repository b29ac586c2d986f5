using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;

namespace Cairn.Bench;

/// <summary>A model of one float tensor that does next to nothing with it, its requests in both forms, and a snapshot of it.</summary>
internal sealed class TensorSetup : IDisposable
{
    private const string Name = "tensor";
    private readonly long[] _shape;
    private readonly float[] _values;

    /// <param name="shape">Of one row.</param>
    public TensorSetup(params long[] shape)
    {
        _shape = shape;
        var random = new Random(1);
        _values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.NextSingle())];
        Json = Encoding.UTF8.GetBytes($$"""{"inputs":[{"name":"x","shape":{{Shape}},"datatype":"FP32","data":[{{string.Join(',', _values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}}]}]}""");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("cairn-bench-").FullName;

    public string Model => Path.Combine(Folder, "model.onnx");

    public string Snapshot => Path.Combine(Folder, "snapshot.json");

    public string Log => Path.Combine(Folder, "log");

    /// <summary>The tensor as JSON.</summary>
    public byte[] Json { get; }

    /// <summary>The tensor alone.</summary>
    public byte[] Raw => MemoryMarshal.AsBytes<float>(_values).ToArray();

    private string Shape => $"[1,{string.Join(',', _shape)}]";

    /// <param name="logged">Every answer; else next to none.</param>
    /// <param name="also">What else the route is to have.</param>
    public async Task WriteAsync(bool logged, CancellationToken cancel, Func<EndpointRoute, EndpointRoute>? also = null)
    {
        byte[] model = Greatest();
        await File.WriteAllBytesAsync(Model, model, cancel);
        var route = new EndpointRoute
        {
            Name = Name,
            Project = "bench",
            Environment = "production",
            Log = logged ? new() : new() { Policy = LogPolicy.Sampled, Share = 1e-9 },
            Variants = [new VariantRoute { Version = "1", Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(model)), Path = Model, WeightPermille = 1000 }],
        };
        await File.WriteAllBytesAsync(Snapshot, SnapshotJson.Serialize(new RouteSnapshot { Epoch = 1, Endpoints = [also?.Invoke(route) ?? route] }), cancel);
    }

    public byte[] JsonRequest(int port) => Load.Request(port, $"/v2/models/{Name}/infer", Json);

    /// <summary>By the extension for binary tensors, in both directions.</summary>
    public byte[] BinaryRequest(int port)
    {
        byte[] head = Encoding.UTF8.GetBytes(
            $$$"""{"inputs":[{"name":"x","shape":{{{Shape}}},"datatype":"FP32","parameters":{"binary_data_size":{{{Raw.Length}}}}}],"parameters":{"binary_data_output":true}}""");
        return Load.Request(port, $"/v2/models/{Name}/infer", [.. head, .. Raw], "application/octet-stream", $"Inference-Header-Content-Length: {head.Length}");
    }

    /// <summary>To the bare program.</summary>
    public byte[] BareRequest(int port) => Load.Request(port, "/tensor", Raw, "application/octet-stream");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private byte[] Greatest()
    {
        var graph = new OnnxGraph("greatest");
        OnnxValue x = graph.Input("x", OnnxType.Float, [-1, .. _shape]);
        graph.Output("greatest", graph.Reshape(graph.ReduceMax(graph.Reshape(x, -1, _values.Length), 1), -1, 1), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }
}
