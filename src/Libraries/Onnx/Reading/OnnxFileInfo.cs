namespace Cairn.Onnx;

/// <summary>What a checked file says of itself.</summary>
public sealed record OnnxFileInfo(
    long IrVersion, string Producer, string ProducerVersion, IReadOnlyDictionary<string, long> Opsets,
    IReadOnlyList<OnnxFilePort> Inputs, IReadOnlyList<OnnxFilePort> Outputs, OnnxFileCounts Counts,
    IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> ExternalFiles);

/// <summary>
/// One input or output. The type is <see cref="OnnxType.Undefined"/> for a sequence or map; the shape has one size per dimension,
/// -1 for any, and is null when none is declared.
/// </summary>
public sealed record OnnxFilePort(string Name, OnnxType Type, IReadOnlyList<long>? Shape)
{
    public override string ToString() => $"{Name} {Type}[{(Shape is null ? "?" : string.Join(',', Shape))}]";
}

public sealed record OnnxFileCounts(int Nodes, int Initializers, long InitializerBytes, int Depth);
