namespace Cairn.Onnx;

/// <summary>A named edge of a graph under construction: an input, a constant or a node's output.</summary>
public readonly record struct OnnxValue(string Name);
