namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>A node of a model's graph, with the names of the values that it takes and gives.</summary>
public sealed record OnnxStep(string Name, string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs);
