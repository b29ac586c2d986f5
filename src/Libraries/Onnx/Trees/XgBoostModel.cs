using System.Globalization;
using System.Text.Json;

namespace Cairn.Onnx.Trees;

/// <summary>What is read of an XGBoost model saved as JSON (doc/model.schema of XGBoost 1.7).</summary>
internal sealed record XgBoostModel(TreeObjective Objective, int Classes, int Features, float BaseMargin, IReadOnlyList<XgBoostTree> Trees)
{
    /// <exception cref="NotSupportedException">The model uses what has no exact counterpart in a tree ensemble node.</exception>
    public static XgBoostModel Parse(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement learner = document.RootElement.GetProperty("learner");
        JsonElement parameters = learner.GetProperty("learner_model_param");
        TreeObjective objective = ReadObjective(learner.GetProperty("objective").GetProperty("name").GetString()!);
        JsonElement booster = learner.GetProperty("gradient_booster");
        if (booster.GetProperty("name").GetString() is not "gbtree" and var name)
            throw new NotSupportedException($"A booster of kind {name} cannot be converted; only gbtree can.");
        JsonElement model = booster.GetProperty("model");
        int[] groups = XgBoostTree.Ints(model, "tree_info");
        XgBoostTree[] trees = [.. model.GetProperty("trees").EnumerateArray().Select((tree, i) => XgBoostTree.Parse(tree, groups[i]))];
        int classes = objective == TreeObjective.Multiclass ? (int)Number(parameters, "num_class") : 1;
        return new XgBoostModel(objective, classes, (int)Number(parameters, "num_feature"),
            BaseMarginOf(objective, (float)Number(parameters, "base_score")), trees);
    }

    private static TreeObjective ReadObjective(string name) => name switch
    {
        "binary:logistic" => TreeObjective.Binary,
        "multi:softprob" or "multi:softmax" => TreeObjective.Multiclass,
        "reg:squarederror" or "reg:linear" => TreeObjective.Regression,
        _ => throw new NotSupportedException(
            $"The objective {name} cannot be converted; binary:logistic, multi:softprob and reg:squarederror can."),
    };

    /// <summary>base_score is given after the objective's transformation; the trees add up before it.</summary>
    private static float BaseMarginOf(TreeObjective objective, float score) =>
        objective == TreeObjective.Binary ? -MathF.Log((1 / score) - 1) : score;

    private static double Number(JsonElement element, string name) =>
        double.Parse(element.GetProperty(name).GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
