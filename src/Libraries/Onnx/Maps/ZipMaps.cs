using Cairn.Onnx.Proto;

namespace Cairn.Onnx;

/// <summary>
/// Makes outputs that are maps into tensors. A ZipMap puts labels beside the columns of a matrix, row by row; here the matrix itself becomes the output, under
/// the same name, and the labels are told once. All else of the file stays as it is, byte for byte.
/// </summary>
public static class ZipMaps
{
    private const int Graph = 7, Node = 1, Output = 12;

    /// <summary>The file without its ZipMaps, and the labels of each output that was one; null when there is none.</summary>
    /// <exception cref="OnnxFormatException">The file is broken.</exception>
    public static (byte[] Model, IReadOnlyList<LabelledOutput> Outputs)? Unzip(ReadOnlySpan<byte> model)
    {
        var found = new List<LabelledOutput>();
        var file = new ProtoWriter();
        var reader = new ProtoReader(model, 0);
        for (long from = 0; reader.Next(); from = reader.Position)
        {
            if (reader.Field == Graph) file.Message(Graph, Rewrite(reader.Message(), model, found));
            else Copy(ref reader, model, from, file);
        }

        return found.Count == 0 ? null : (file.Written.ToArray(), found);
    }

    private static ProtoWriter Rewrite(ProtoReader graph, ReadOnlySpan<byte> model, List<LabelledOutput> found)
    {
        ProtoReader again = graph;
        while (graph.Next())
        {
            if (graph.Field == Node && ZipMapNode.Read(graph.Message()) is { } map) found.Add(new(map.Output, map.Labels));
            else if (graph.Field != Node) graph.Skip();
        }

        var made = new ProtoWriter();
        for (long from = again.Position; again.Next(); from = again.Position)
        {
            ProtoReader field = again;
            if (again.Field == Node && ZipMapNode.Read(field.Message()) is { } map)
            {
                made.Message(Node, map.AsIdentity());
                again.Skip();
            }
            else if (again.Field == Output && Find(found, ZipMapNode.NameOf(field.Message())) is { } output)
            {
                made.Message(Output, OnnxGraph.Port(output.Name, OnnxType.Float, [-1, output.Labels.Count]));
                again.Skip();
            }
            else Copy(ref again, model, from, made);
        }

        return made;
    }

    private static LabelledOutput? Find(List<LabelledOutput> found, string name) => found.Find(o => o.Name == name);

    private static void Copy(ref ProtoReader reader, ReadOnlySpan<byte> model, long from, ProtoWriter to)
    {
        reader.Skip();
        to.Raw(model[(int)from..(int)reader.Position]);
    }
}
