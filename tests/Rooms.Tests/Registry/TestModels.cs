using Cairn.Onnx;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>Small ONNX models made for tests.</summary>
internal static class TestModels
{
    /// <summary>Binary: the score is the input column <c>p</c>, unless it is turned round.</summary>
    public static byte[] Binary(bool turned = false)
    {
        var graph = new OnnxGraph("binary");
        OnnxValue p = graph.Input("p", OnnxType.Float, -1, 1);
        graph.Output("score", turned ? graph.Sub(graph.Scalar(1), p) : graph.Mul(p, graph.Scalar(1)), OnnxType.Float, -1, 1);
        graph.Metadata("task", "binary");
        return graph.ToBytes();
    }

    /// <summary>Regression: x + y, from one input of two columns.</summary>
    public static byte[] Sum(string features = "x,y")
    {
        var graph = new OnnxGraph("sum");
        OnnxValue both = graph.Input("features", OnnxType.Float, -1, 2);
        graph.Output("variable", graph.Add(graph.Columns(both, 0), graph.Columns(both, 1)), OnnxType.Float, -1, 1);
        if (features.Length > 0) graph.Metadata("features", features);
        return graph.ToBytes();
    }

    /// <summary>Three classes: the scores are the columns <c>a</c>, <c>b</c>, <c>c</c>.</summary>
    public static byte[] Classes()
    {
        var graph = new OnnxGraph("classes");
        OnnxValue[] columns = [.. new[] { "a", "b", "c" }.Select(n => graph.Input(n, OnnxType.Float, -1, 1))];
        graph.Output("scores", graph.Concat(columns), OnnxType.Float, -1, 3);
        graph.Metadata("classes", """["low","mid","high"]""");
        return graph.ToBytes();
    }
}
