using System.Security.Cryptography;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;

namespace Cairn.Serving.Tests.Support;

/// <summary>Small models whose answers are known.</summary>
internal static class TestModels
{
    /// <summary>[N,4] floats in; <c>score</c> = sigmoid(sum) [N,1] and <c>sum</c> = sum + offset [N,1] out.</summary>
    public static byte[] Matrix(float offset = 0)
    {
        var graph = new OnnxGraph("matrix");
        OnnxValue x = graph.Input("features", OnnxType.Float, -1, 4);
        OnnxValue sum = graph.Node("MatMul", [x, graph.Constant([1f, 1f, 1f, 1f], 4, 1)]);
        graph.Output("score", graph.Sigmoid(sum), OnnxType.Float, -1, 1);
        graph.Output("sum", graph.Add(sum, graph.Scalar(offset)), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }

    /// <summary>One output: <c>version</c>, which is <paramref name="offset"/> in every row, to tell versions apart.</summary>
    public static byte[] Constant(float offset)
    {
        var graph = new OnnxGraph("constant");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 1);
        graph.Output("version", graph.Add(graph.Mul(x, graph.Scalar(0)), graph.Scalar(offset)), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }

    /// <summary>Every type of input that is served, [N,1] each, given back as outputs of the same type.</summary>
    public static byte[] Echo()
    {
        var graph = new OnnxGraph("echo");
        foreach (var (name, type) in EchoPorts)
        {
            OnnxValue value = graph.Input(name, type, -1, 1);
            graph.Output(name + "_out", value, type, -1, 1);
        }

        return graph.ToBytes();
    }

    /// <summary>One [N,width] input of a type, given back as <c>out</c>.</summary>
    public static byte[] EchoOne(OnnxType type, string name = "x", int width = 1)
    {
        var graph = new OnnxGraph("echo");
        graph.Output("out", graph.Input(name, type, -1, width), type, -1, width);
        return graph.ToBytes();
    }

    /// <summary>The greatest of a [N,3,224,224] picture.</summary>
    public static byte[] Picture()
    {
        var graph = new OnnxGraph("picture");
        OnnxValue x = graph.Input("pixels", OnnxType.Float, -1, 3, 224, 224);
        graph.Output("greatest", graph.Reshape(graph.ReduceMax(graph.Reshape(x, -1, 3 * 224 * 224), 1), -1, 1), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }

    /// <summary>Sums each of exactly so many rows of four.</summary>
    public static byte[] Fixed(int rows)
    {
        var graph = new OnnxGraph("fixed");
        OnnxValue x = graph.Input("x", OnnxType.Float, rows, 4);
        graph.Output("sum", graph.Node("MatMul", [x, graph.Constant([1f, 1f, 1f, 1f], 4, 1)]), OnnxType.Float, rows, 1);
        return graph.ToBytes();
    }

    /// <summary><c>x</c> given back row by row, and the greatest of all rows, once.</summary>
    public static byte[] Uneven(bool rows = true)
    {
        var graph = new OnnxGraph("uneven");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 1);
        graph.Output("greatest", graph.ReduceMax(x, 0), OnnxType.Float, 1, 1);
        if (rows) graph.Output("same", graph.Mul(x, graph.Scalar(1)), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }

    /// <summary>How far each row lies below the greatest: an answer that depends on the other rows.</summary>
    public static byte[] AcrossRows(OnnxType type = OnnxType.Float)
    {
        var graph = new OnnxGraph("across");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 1);
        OnnxValue below = graph.Sub(x, graph.ReduceMax(x, 0));
        graph.Output("below", type == OnnxType.Float ? below : graph.Cast(below, type), type, -1, 1);
        return graph.ToBytes();
    }

    /// <summary>The types that <see cref="Echo"/> leaves out and that have a JSON form.</summary>
    public static byte[] EchoRest()
    {
        var graph = new OnnxGraph("echo");
        foreach (var (name, type) in RestPorts) graph.Output(name + "_out", graph.Input(name, type, -1, 1), type, -1, 1);
        return graph.ToBytes();
    }

    /// <summary>Two whole numbers of 64 bits, given back.</summary>
    public static byte[] EchoWholes()
    {
        var graph = new OnnxGraph("echo");
        graph.Output("i64_out", graph.Input("i64", OnnxType.Int64, -1, 1), OnnxType.Int64, -1, 1);
        graph.Output("u64_out", graph.Input("u64", OnnxType.UInt64, -1, 1), OnnxType.UInt64, -1, 1);
        return graph.ToBytes();
    }

    public static readonly (string Name, OnnxType Type)[] RestPorts =
        [("i16", OnnxType.Int16), ("i8", OnnxType.Int8), ("u64", OnnxType.UInt64), ("u32", OnnxType.UInt32), ("u16", OnnxType.UInt16)];

    public static readonly (string Name, OnnxType Type)[] EchoPorts =
    [
        ("f32", OnnxType.Float), ("f64", OnnxType.Double), ("i64", OnnxType.Int64), ("i32", OnnxType.Int32),
        ("u8", OnnxType.UInt8), ("flag", OnnxType.Bool), ("text", OnnxType.String),
    ];

    /// <summary>An image-like input [N,2,3]; sums each row.</summary>
    public static byte[] Image()
    {
        var graph = new OnnxGraph("image");
        OnnxValue x = graph.Input("pixels", OnnxType.Float, -1, 2, 3);
        OnnxValue flat = graph.Reshape(x, -1, 6);
        graph.Output("total", graph.Node("MatMul", [flat, graph.Constant([1f, 1f, 1f, 1f, 1f, 1f], 6, 1)]), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }

    /// <summary>Divides whole numbers: fails or answers by what it is given; Gather fails on an index of 10 or more.</summary>
    public static byte[] Fragile()
    {
        var graph = new OnnxGraph("fragile");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 1);
        OnnxValue index = graph.Reshape(graph.Cast(x, OnnxType.Int64), -1);
        OnnxValue table = graph.Constant([0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f], 10);
        graph.Output("version", graph.AsColumn(graph.Node("Gather", [table, index])), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }

    /// <summary>Answers like <see cref="Constant"/> after milliseconds of work.</summary>
    public static byte[] Slow(float offset, int layers = 12)
    {
        const int wide = 512;
        var graph = new OnnxGraph("slow");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 1);
        OnnxValue weights = graph.Constant([.. Enumerable.Repeat(0.001f, wide * wide)], wide, wide);
        OnnxValue h = graph.Node("MatMul", [x, graph.Constant([.. Enumerable.Repeat(0.001f, wide)], 1, wide)]);
        for (int i = 0; i < layers; i++) h = graph.Sigmoid(graph.Node("MatMul", [h, weights]));
        OnnxValue end = graph.Node("MatMul", [h, graph.Constant([.. Enumerable.Repeat(0f, wide)], wide, 1)]);
        graph.Output("version", graph.Add(end, graph.Scalar(offset)), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }

    /// <summary><c>sum</c> of each row of four, after milliseconds of work.</summary>
    public static byte[] SlowMatrix(int layers = 4)
    {
        const int wide = 512;
        var graph = new OnnxGraph("slow");
        OnnxValue x = graph.Input("features", OnnxType.Float, -1, 4);
        OnnxValue weights = graph.Constant([.. Enumerable.Repeat(0.001f, wide * wide)], wide, wide);
        OnnxValue h = graph.Node("MatMul", [x, graph.Constant([.. Enumerable.Repeat(0.001f, 4 * wide)], 4, wide)]);
        for (int i = 0; i < layers; i++) h = graph.Sigmoid(graph.Node("MatMul", [h, weights]));
        OnnxValue nothing = graph.Node("MatMul", [h, graph.Constant([.. Enumerable.Repeat(0f, wide)], wide, 1)]);
        graph.Output("sum", graph.Add(graph.Node("MatMul", [x, graph.Constant([1f, 1f, 1f, 1f], 4, 1)]), nothing), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }

    public static ShadowRoute Shadow(VariantRoute of, int permille = 1000) => new() { Version = of.Version, Digest = of.Digest, Path = of.Path, SharePermille = permille };

    public static VariantRoute Write(string directory, string version, byte[] model, int weight = 1000, VariantRole role = VariantRole.Stable)
    {
        string path = Path.Combine(directory, $"{version}-{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, model);
        return new()
        {
            Version = version,
            Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(model)),
            Path = path,
            WeightPermille = weight,
            Role = role,
        };
    }
}
