using Cairn.Onnx.Trees;

namespace Cairn.Onnx;

/// <summary>Puts a trained XGBoost model into a graph.</summary>
public static class OnnxTrees
{
    /// <summary>
    /// Adds the trees behind a feature matrix [N, features] of floats, NaN for missing. Predictions equal XGBoost's up to the order
    /// of float additions.
    /// </summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="features">The matrix the trees split on.</param>
    /// <param name="xgBoostJson">A model saved as JSON: gbtree with binary:logistic, multi:softprob or reg:squarederror.</param>
    /// <exception cref="NotSupportedException">The model is of another kind; the message names it.</exception>
    public static TreeOutputs XgBoost(this OnnxGraph graph, OnnxValue features, ReadOnlyMemory<byte> xgBoostJson)
    {
        XgBoostModel model = XgBoostModel.Parse(xgBoostJson);
        var table = new TreeEnsembleTable(model.Trees);
        return model.Objective == TreeObjective.Regression ? Regressor(graph, features, model, table) : Classifier(graph, features, model, table);
    }

    private static TreeOutputs Regressor(OnnxGraph graph, OnnxValue features, XgBoostModel model, TreeEnsembleTable table)
    {
        OnnxValue value = graph.MlNode("TreeEnsembleRegressor", [features],
        [
            .. table.Nodes(), .. table.Leaves("target"), OnnxAttribute.Of("n_targets", 1), OnnxAttribute.Of("aggregate_function", "SUM"),
            OnnxAttribute.Of("post_transform", "NONE"), OnnxAttribute.Of("base_values", [model.BaseMargin]),
        ]);
        return new TreeOutputs(model.Objective, value, null, 1, model.Features);
    }

    private static TreeOutputs Classifier(OnnxGraph graph, OnnxValue features, XgBoostModel model, TreeEnsembleTable table)
    {
        bool binary = model.Objective == TreeObjective.Binary;
        int classes = binary ? 2 : model.Classes;
        OnnxValue[] made = graph.Nodes("TreeEnsembleClassifier", OnnxGraph.MlDomain, 2, [features],
        [
            .. table.Nodes(), .. table.Leaves("class"),
            OnnxAttribute.Of("classlabels_int64s", Enumerable.Range(0, classes).Select(c => (long)c)),
            OnnxAttribute.Of("base_values", Enumerable.Repeat(model.BaseMargin, model.Classes)),
            OnnxAttribute.Of("post_transform", binary ? "LOGISTIC" : "SOFTMAX"),
        ]);
        return new TreeOutputs(model.Objective, made[1], made[0], classes, model.Features);
    }
}
