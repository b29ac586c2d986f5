namespace Cairn.Onnx;

/// <summary>An output whose columns have labels.</summary>
/// <param name="Labels">Texts, or whole numbers (<see cref="long"/>), one a column.</param>
public sealed record LabelledOutput(string Name, IReadOnlyList<object> Labels);
