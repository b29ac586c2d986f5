namespace Cairn.Platform.Web;

/// <summary>How high a graph will be once it is laid out from left to right, so that the page keeps the room and nothing jumps.</summary>
internal static class GraphRoom
{
    // As the script places them.
    private const int Node = 74, Gap = 14, Margin = 2;

    /// <summary>Pixels: of the fullest layer, where a node stands one behind the last that leads to it. Nodes on a ring count as the first.</summary>
    public static int Height(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        Dictionary<string, int> layers = Layers(nodes, edges);
        if (layers.Count == 0) return 0;
        int[] heights = new int[layers.Values.Max() + 1];
        foreach (int layer in layers.Values) heights[layer] += Node + Gap;
        // A long edge is led through the layers between its ends.
        foreach (GraphEdge edge in edges)
            if (layers.TryGetValue(edge.From, out int from) && layers.TryGetValue(edge.To, out int to))
                for (int between = from + 1; between < to; between++) heights[between] += Gap;
        return heights.Max() - Gap + (2 * Margin);
    }

    private static Dictionary<string, int> Layers(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        Dictionary<string, int> layers = nodes.DistinctBy(n => n.Id).ToDictionary(n => n.Id, _ => 0, StringComparer.Ordinal);
        bool moved = true;
        for (int round = 0; moved && round < layers.Count; round++)
        {
            moved = false;
            foreach (GraphEdge edge in edges)
            {
                if (!layers.TryGetValue(edge.From, out int from) || !layers.TryGetValue(edge.To, out int to) || to > from || from + 1 >= layers.Count) continue;
                layers[edge.To] = from + 1;
                moved = true;
            }
        }
        return layers;
    }
}
