using Cairn.Contracts.Inference;

namespace Cairn.Serving.Models;

/// <summary>One input or output of a loaded model.</summary>
/// <param name="Type">None for what cannot be served.</param>
/// <param name="Shape">The rows first; -1 where any size goes.</param>
internal sealed record ModelPort(string Name, Datatype Type, IReadOnlyList<long> Shape)
{
    /// <summary>For messages: <c>distance FP32[-1,1]</c>.</summary>
    public override string ToString() => $"{Name} {(Type == Datatype.None ? "(another type)" : Type.Name())}[{string.Join(',', Shape)}]";
}
