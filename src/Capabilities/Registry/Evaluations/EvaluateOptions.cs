namespace Cairn.Registry;

/// <summary>How to evaluate. <paramref name="Slices"/> are columns to cut the metrics by.</summary>
public sealed record EvaluateOptions(string Label, IReadOnlyList<string> Slices);
