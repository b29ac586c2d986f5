namespace Cairn.Onnx;

/// <summary>Feature preparation inside the graph: codes and encodings learnt in training travel with the model.</summary>
public static class OnnxPreparation
{
    /// <summary>
    /// Looks texts up in a table of numbers (a target encoding, a category's code): text tensor in, float tensor of the same shape out.
    /// A text not in the table gets <paramref name="otherwise"/>, which may be NaN for "missing".
    /// </summary>
    public static OnnxValue Encode(this OnnxGraph graph, OnnxValue text, IReadOnlyDictionary<string, float> table, float otherwise)
    {
        RefuseEmpty(table.Count);
        string[] keys = [.. table.Keys.Order(StringComparer.Ordinal)];
        return graph.MlNode("LabelEncoder", [text], OnnxAttribute.Of("keys_strings", keys),
            OnnxAttribute.Of("values_floats", keys.Select(k => table[k])), OnnxAttribute.Of("default_float", otherwise));
    }

    /// <summary>Looks texts up in a table of whole numbers.</summary>
    public static OnnxValue Encode(this OnnxGraph graph, OnnxValue text, IReadOnlyDictionary<string, long> table, long otherwise)
    {
        RefuseEmpty(table.Count);
        string[] keys = [.. table.Keys.Order(StringComparer.Ordinal)];
        return graph.MlNode("LabelEncoder", [text], OnnxAttribute.Of("keys_strings", keys),
            OnnxAttribute.Of("values_int64s", keys.Select(k => table[k])), OnnxAttribute.Of("default_int64", otherwise));
    }

    /// <summary>Looks whole numbers up in a table of numbers.</summary>
    public static OnnxValue Encode(this OnnxGraph graph, OnnxValue whole, IReadOnlyDictionary<long, float> table, float otherwise)
    {
        RefuseEmpty(table.Count);
        long[] keys = [.. table.Keys.Order()];
        return graph.MlNode("LabelEncoder", [whole], OnnxAttribute.Of("keys_int64s", keys),
            OnnxAttribute.Of("values_floats", keys.Select(k => table[k])), OnnxAttribute.Of("default_float", otherwise));
    }

    /// <summary>Puts <paramref name="value"/> where NaN stands.</summary>
    public static OnnxValue Impute(this OnnxGraph graph, OnnxValue x, float value) =>
        graph.Where(graph.Node("IsNaN", [x]), graph.Scalar(value), x);

    /// <summary>(x - mean) / deviation.</summary>
    public static OnnxValue Standardise(this OnnxGraph graph, OnnxValue x, float mean, float deviation) =>
        graph.Div(graph.Sub(x, graph.Scalar(mean)), graph.Scalar(deviation));

    /// <summary>A value of a circle (hour of 24, weekday of 7) as sine and cosine, two columns [N, 2].</summary>
    public static OnnxValue Cycle(this OnnxGraph graph, OnnxValue x, float period)
    {
        OnnxValue angle = graph.Mul(x, graph.Scalar(MathF.Tau / period));
        return graph.Concat(graph.Sin(angle), graph.Cos(angle));
    }

    private static void RefuseEmpty(int count)
    {
        if (count == 0)
            throw new ArgumentException("An encoding needs at least one entry.", nameof(count));
    }
}
