namespace Cairn.Onnx;

/// <summary>The plain operators a feature preparation needs, by their ONNX names (onnx.ai/onnx/operators).</summary>
public static class OnnxOperators
{
    public static OnnxValue Cast(this OnnxGraph graph, OnnxValue x, OnnxType to) => graph.Node("Cast", [x], OnnxAttribute.Of("to", (long)to));

    /// <summary>Gives a new shape; -1 once for "what is left".</summary>
    public static OnnxValue Reshape(this OnnxGraph graph, OnnxValue x, params ReadOnlySpan<long> shape) =>
        graph.Node("Reshape", [x, graph.Constant(shape, shape.Length)]);

    /// <summary>[N] becomes [N, 1].</summary>
    public static OnnxValue AsColumn(this OnnxGraph graph, OnnxValue x) => graph.Reshape(x, -1, 1);

    public static OnnxValue Unsqueeze(this OnnxGraph graph, OnnxValue x, params ReadOnlySpan<long> axes) =>
        graph.Node("Unsqueeze", [x, graph.Constant(axes, axes.Length)]);

    /// <summary>Columns [N, 1] side by side as [N, k].</summary>
    public static OnnxValue Concat(this OnnxGraph graph, params ReadOnlySpan<OnnxValue> columns) =>
        graph.Node("Concat", columns, OnnxAttribute.Of("axis", 1));

    /// <summary>Some columns of [N, k], by number.</summary>
    public static OnnxValue Columns(this OnnxGraph graph, OnnxValue x, params ReadOnlySpan<long> columns) =>
        graph.Node("Gather", [x, graph.Constant(columns, columns.Length)], OnnxAttribute.Of("axis", 1));

    public static OnnxValue Add(this OnnxGraph graph, OnnxValue a, OnnxValue b) => graph.Node("Add", [a, b]);

    public static OnnxValue Sub(this OnnxGraph graph, OnnxValue a, OnnxValue b) => graph.Node("Sub", [a, b]);

    public static OnnxValue Mul(this OnnxGraph graph, OnnxValue a, OnnxValue b) => graph.Node("Mul", [a, b]);

    public static OnnxValue Div(this OnnxGraph graph, OnnxValue a, OnnxValue b) => graph.Node("Div", [a, b]);

    /// <summary>The remainder for floats has the sign of <paramref name="a"/> (fmod); for whole numbers that of <paramref name="b"/>.</summary>
    public static OnnxValue Mod(this OnnxGraph graph, OnnxValue a, OnnxValue b, bool floats = true) =>
        graph.Node("Mod", [a, b], OnnxAttribute.Of("fmod", floats ? 1 : 0));

    public static OnnxValue Floor(this OnnxGraph graph, OnnxValue x) => graph.Node("Floor", [x]);

    public static OnnxValue Sin(this OnnxGraph graph, OnnxValue x) => graph.Node("Sin", [x]);

    public static OnnxValue Cos(this OnnxGraph graph, OnnxValue x) => graph.Node("Cos", [x]);

    public static OnnxValue Log(this OnnxGraph graph, OnnxValue x) => graph.Node("Log", [x]);

    public static OnnxValue Abs(this OnnxGraph graph, OnnxValue x) => graph.Node("Abs", [x]);

    public static OnnxValue Sigmoid(this OnnxGraph graph, OnnxValue x) => graph.Node("Sigmoid", [x]);

    public static OnnxValue Clip(this OnnxGraph graph, OnnxValue x, float low, float high) =>
        graph.Node("Clip", [x, graph.Scalar(low), graph.Scalar(high)]);

    public static OnnxValue Less(this OnnxGraph graph, OnnxValue a, OnnxValue b) => graph.Node("Less", [a, b]);

    public static OnnxValue Where(this OnnxGraph graph, OnnxValue condition, OnnxValue yes, OnnxValue no) => graph.Node("Where", [condition, yes, no]);

    public static OnnxValue ReduceMax(this OnnxGraph graph, OnnxValue x, long axis) =>
        graph.Node("ReduceMax", [x], OnnxAttribute.Of("axes", [axis]), OnnxAttribute.Of("keepdims", 1));

    public static OnnxValue ArgMax(this OnnxGraph graph, OnnxValue x, long axis) =>
        graph.Node("ArgMax", [x], OnnxAttribute.Of("axis", axis), OnnxAttribute.Of("keepdims", 0));

    public static OnnxValue Scalar(this OnnxGraph graph, float value) => graph.Constant([value]);
}
