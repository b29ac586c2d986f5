namespace Cairn.Onnx;

/// <summary>What a boosted model predicts.</summary>
public enum TreeObjective
{
    /// <summary>binary:logistic: scores are [N, 2], the probabilities of 0 and of 1.</summary>
    Binary,

    /// <summary>multi:softprob or multi:softmax: scores are [N, classes], the probabilities.</summary>
    Multiclass,

    /// <summary>reg:squarederror: scores are [N, 1], the value.</summary>
    Regression,
}

/// <summary>What the tree ensemble gives inside the graph.</summary>
/// <param name="Objective">What is predicted.</param>
/// <param name="Scores">Float, shape by objective.</param>
/// <param name="Label">Int64 [N], the likeliest class; null for regression.</param>
/// <param name="Classes">Columns of the scores.</param>
/// <param name="Features">Columns the ensemble was trained on.</param>
public sealed record TreeOutputs(TreeObjective Objective, OnnxValue Scores, OnnxValue? Label, int Classes, int Features);
