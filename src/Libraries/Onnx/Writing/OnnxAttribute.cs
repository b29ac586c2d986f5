using Cairn.Onnx.Proto;

namespace Cairn.Onnx;

/// <summary>One attribute of a node, ready to write (AttributeProto of onnx.proto).</summary>
public sealed class OnnxAttribute
{
    private const int FloatKind = 1, IntKind = 2, StringKind = 3, FloatsKind = 6, IntsKind = 7, StringsKind = 8;

    private OnnxAttribute(string name, int kind)
    {
        Proto.Text(1, name);
        Proto.Varint(20, kind);
    }

    internal ProtoWriter Proto { get; } = new();

    public static OnnxAttribute Of(string name, float value) => new OnnxAttribute(name, FloatKind).With(p => p.Float(2, value));

    public static OnnxAttribute Of(string name, long value) => new OnnxAttribute(name, IntKind).With(p => p.Varint(3, value));

    public static OnnxAttribute Of(string name, string value) => new OnnxAttribute(name, StringKind).With(p => p.Text(4, value));

    public static OnnxAttribute Of(string name, IEnumerable<float> values) => new OnnxAttribute(name, FloatsKind).With(p =>
    {
        foreach (float value in values)
            p.Float(7, value);
    });

    public static OnnxAttribute Of(string name, IEnumerable<long> values) => new OnnxAttribute(name, IntsKind).With(p =>
    {
        foreach (long value in values)
            p.Varint(8, value);
    });

    public static OnnxAttribute Of(string name, IEnumerable<string> values) => new OnnxAttribute(name, StringsKind).With(p =>
    {
        foreach (string value in values)
            p.Text(9, value);
    });

    private OnnxAttribute With(Action<ProtoWriter> write)
    {
        write(Proto);
        return this;
    }
}
