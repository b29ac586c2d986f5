using Cairn.Onnx;

namespace Cairn.Bench;

/// <summary>A network of one input that takes about two milliseconds of one processor.</summary>
internal static class SlowModel
{
    private const int Wide = 512, Layers = 76;

    public static byte[] Network()
    {
        var graph = new OnnxGraph("slow");
        OnnxValue weights = graph.Constant([.. Enumerable.Repeat(0.001f, Wide * Wide)], Wide, Wide);
        OnnxValue x = graph.Node("MatMul", [graph.Input("x", OnnxType.Float, -1, 1), graph.Constant([.. Enumerable.Repeat(0.5f, Wide)], 1, Wide)]);
        for (int i = 0; i < Layers; i++) x = graph.Sigmoid(graph.Node("MatMul", [x, weights]));
        graph.Output("y", graph.Node("MatMul", [x, graph.Constant([.. Enumerable.Repeat(0.001f, Wide)], Wide, 1)]), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }
}
