using System.Text;
using Cairn.Onnx.Proto;

namespace Cairn.Onnx;

/// <summary>A node of the operator ZipMap (ai.onnx.ml).</summary>
internal sealed record ZipMapNode(string Input, string Output, IReadOnlyList<object> Labels)
{
    private const int InputField = 1, OutputField = 2, Operator = 4, Attribute = 5, Domain = 7;

    /// <summary>Null for every other node, and for one without labels.</summary>
    public static ZipMapNode? Read(ProtoReader node)
    {
        string input = "", output = "", op = "", domain = "";
        var labels = new List<object>();
        while (node.Next())
        {
            switch (node.Field)
            {
                case InputField: input = Text(node.Bytes()); break;
                case OutputField: output = Text(node.Bytes()); break;
                case Operator: op = Text(node.Bytes()); break;
                case Domain: domain = Text(node.Bytes()); break;
                case Attribute: ReadLabels(node.Message(), labels); break;
                default: node.Skip(); break;
            }
        }

        return op == "ZipMap" && domain == OnnxGraph.MlDomain && labels.Count > 0 ? new(input, output, labels) : null;
    }

    /// <summary>The first field of a port or attribute.</summary>
    public static string NameOf(ProtoReader named)
    {
        string name = "";
        while (named.Next())
            if (named.Field == 1) name = Text(named.Bytes());
            else named.Skip();
        return name;
    }

    public ProtoWriter AsIdentity() => new ProtoWriter().Text(InputField, Input).Text(OutputField, Output).Text(Operator, "Identity");

    private static void ReadLabels(ProtoReader attribute, List<object> to)
    {
        const int integers = 8, texts = 9, bytes = 2;
        if (NameOf(attribute) is not ("classlabels_strings" or "classlabels_int64s")) return;
        while (attribute.Next())
        {
            if (attribute.Field == texts) to.Add(Text(attribute.Bytes()));
            else if (attribute.Field != integers) attribute.Skip();
            else if (attribute.Wire == bytes) ReadPacked(attribute.Bytes(), to);
            else to.Add(attribute.Varint());
        }
    }

    /// <summary>Numbers one behind the other, as newer writers put them.</summary>
    private static void ReadPacked(ReadOnlySpan<byte> numbers, List<object> to)
    {
        ulong value = 0;
        int shift = 0;
        foreach (byte next in numbers)
        {
            value |= (ulong)(next & 127) << shift;
            shift += 7;
            if (next > 127) continue;
            to.Add((long)value);
            (value, shift) = (0, 0);
        }
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
