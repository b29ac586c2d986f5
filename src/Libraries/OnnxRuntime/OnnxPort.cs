namespace Cairn.OnnxRuntime;

/// <summary>One input or output of a model.</summary>
/// <param name="Name">The port's name in the graph.</param>
/// <param name="Kind">Tensor, or a sequence or map.</param>
/// <param name="Element">Element type; null for a sequence or map.</param>
/// <param name="Shape">One size per dimension, -1 where any size goes; empty for a scalar, a sequence or a map.</param>
public sealed record OnnxPort(string Name, OnnxKind Kind, OnnxElement? Element, IReadOnlyList<long> Shape)
{
    /// <summary>For messages: <c>distance Float[-1,1]</c>.</summary>
    public override string ToString() => Element is null ? $"{Name} {Kind}" : $"{Name} {Element}[{string.Join(',', Shape)}]";
}
