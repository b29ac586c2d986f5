using Cairn.Onnx.Proto;

namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>Reads the nodes of a model's outer graph from a file that was checked before.</summary>
internal static class OnnxOutline
{
    private const int Graph = 7, Node = 1;

    /// <returns>None when there are more than <paramref name="most"/>.</returns>
    public static IReadOnlyList<OnnxStep> Of(ReadOnlySpan<byte> model, int most)
    {
        var steps = new List<OnnxStep>();
        var outer = new ProtoReader(model, 0);
        while (outer.Next())
        {
            if (outer.Field != Graph)
            {
                outer.Skip();
                continue;
            }
            for (ProtoReader graph = outer.Message(); graph.Next();)
            {
                if (graph.Field != Node) graph.Skip();
                else if (steps.Count == most) return [];
                else steps.Add(Step(graph.Message()));
            }
        }
        return steps;
    }

    private static OnnxStep Step(ProtoReader node)
    {
        (string name, string kind) = ("", "");
        (List<string> inputs, List<string> outputs) = ([], []);
        while (node.Next())
        {
            switch (node.Field)
            {
                case 1: inputs.Add(Text(ref node)); break;
                case 2: outputs.Add(Text(ref node)); break;
                case 3: name = Text(ref node); break;
                case 4: kind = Text(ref node); break;
                default: node.Skip(); break;
            }
        }
        return new OnnxStep(name, kind, inputs, outputs);
    }

    private static string Text(ref ProtoReader node) => System.Text.Encoding.UTF8.GetString(node.Bytes());
}
