using System.Text;
using Cairn.Onnx.Proto;

namespace Cairn.Onnx.Reading;

/// <summary>What has been counted so far in one file, against the limits.</summary>
internal sealed class ReadState(OnnxLimits limits)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public OnnxLimits Limits { get; } = limits;

    public int Nodes { get; private set; }

    public int Initializers { get; private set; }

    public long InitializerBytes { get; set; }

    public int Depth { get; private set; }

    public List<string> ExternalFiles { get; } = [];

    public void CountNode() => Nodes = Within(Nodes + 1, Limits.Nodes, "nodes");

    public void CountInitializer() => Initializers = Within(Initializers + 1, Limits.Initializers, "initializers");

    public void Enter(int depth, string where)
    {
        if (depth > Limits.Depth)
            throw new OnnxFormatException($"{where}: graphs lie {depth} deep in each other; at most {Limits.Depth} are accepted.");
        Depth = Math.Max(Depth, depth);
    }

    public static string Text(ref ProtoReader reader, string what)
    {
        const int longest = 1 << 20;
        ReadOnlySpan<byte> bytes = reader.Bytes();
        if (bytes.Length > longest)
            throw new OnnxFormatException($"{what}: a text of {bytes.Length} bytes; at most {longest} are accepted.");
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new OnnxFormatException($"{what}: a text is not UTF-8.");
        }
    }

    private static int Within(int count, int most, string what) =>
        count <= most ? count : throw new OnnxFormatException($"The model has more than {most} {what}.");
}
