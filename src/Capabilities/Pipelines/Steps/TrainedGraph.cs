using Cairn.Onnx;

namespace Cairn.Pipelines.Steps;

/// <summary>
/// The served graph: one named input [N,1] a raw column (float, or text), the learnt encodings, then the trees. Outputs: <c>score</c> [N,1] (binary:
/// probability of the positive class; regression: the value) or <c>scores</c> [N,C], and <c>label</c> for classifiers.
/// </summary>
internal static class TrainedGraph
{
    public static byte[] Write(IReadOnlyList<Feature> features, byte[] xgBoostJson, string task)
    {
        var graph = new OnnxGraph("cairn");
        OnnxValue[] columns = [.. features.Select(f => Prepare(graph, f))];
        TreeOutputs trees = graph.XgBoost(graph.Concat(columns), xgBoostJson);
        if (task == "binary") graph.Output("score", graph.Columns(trees.Scores, 1), OnnxType.Float, -1, 1);
        else if (task == "regression") graph.Output("score", trees.Scores, OnnxType.Float, -1, 1);
        else graph.Output("scores", trees.Scores, OnnxType.Float, -1, trees.Classes);
        if (trees.Label is { } label) graph.Output("label", label, OnnxType.Int64, -1);
        graph.Metadata("task", task);
        graph.Metadata("features", string.Join(',', features.Select(f => f.Name)));
        return graph.ToBytes();
    }

    private static OnnxValue Prepare(OnnxGraph graph, Feature feature)
    {
        OnnxValue input = graph.Input(feature.Name, feature.IsText ? OnnxType.String : OnnxType.Float, -1, 1);
        return feature.IsText ? graph.Encode(input, feature.Codes, feature.Otherwise) : input;
    }
}
