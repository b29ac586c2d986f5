using System.Runtime.InteropServices;
using Cairn.Onnx.Proto;

namespace Cairn.Onnx;

/// <summary>
/// Builds one ONNX model node by node: IR version 8, operator sets ai.onnx 17 and ai.onnx.ml 3. The same calls in the same order
/// give the same bytes.
/// </summary>
public sealed class OnnxGraph(string name)
{
    public const string MlDomain = "ai.onnx.ml";
    private const int IrVersion = 8, Opset = 17, MlOpset = 3;

    private readonly ProtoWriter _nodes = new();
    private readonly ProtoWriter _constants = new();
    private readonly ProtoWriter _inputs = new();
    private readonly ProtoWriter _outputs = new();
    private readonly ProtoWriter _metadata = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>A named input; -1 in the shape is any size. Rows come first: [-1, 1] for one feature.</summary>
    public OnnxValue Input(string input, OnnxType type, params ReadOnlySpan<long> shape)
    {
        Claim(input);
        _inputs.Message(11, Port(input, type, shape));
        return new OnnxValue(input);
    }

    /// <summary>Gives a value its public name and declares it an output.</summary>
    public void Output(string output, OnnxValue value, OnnxType type, params ReadOnlySpan<long> shape)
    {
        Claim(output);
        AddNode("Identity", [value], [output], "", []);
        _outputs.Message(12, Port(output, type, shape));
    }

    /// <summary>Declares an output that gives one map from label to score per row (ZipMap).</summary>
    public void OutputMaps(string output, OnnxValue scores, IEnumerable<string> labels) =>
        OutputMaps(output, scores, OnnxAttribute.Of("classlabels_strings", labels), OnnxType.String);

    /// <summary>The same with whole numbers for labels.</summary>
    public void OutputMaps(string output, OnnxValue scores, IEnumerable<long> labels) =>
        OutputMaps(output, scores, OnnxAttribute.Of("classlabels_int64s", labels), OnnxType.Int64);

    private void OutputMaps(string output, OnnxValue scores, OnnxAttribute labels, OnnxType key)
    {
        Claim(output);
        AddNode("ZipMap", [scores], [output], MlDomain, [labels]);
        ProtoWriter number = new ProtoWriter().Message(1, new ProtoWriter().Varint(1, (int)OnnxType.Float));
        ProtoWriter map = new ProtoWriter().Message(5, new ProtoWriter().Varint(1, (int)key).Message(2, number));
        ProtoWriter sequence = new ProtoWriter().Message(4, new ProtoWriter().Message(1, map));
        _outputs.Message(12, new ProtoWriter().Text(1, output).Message(2, sequence));
    }

    public OnnxValue Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Constant(OnnxType.Float, MemoryMarshal.AsBytes(values), shape);

    public OnnxValue Constant(ReadOnlySpan<long> values, params ReadOnlySpan<long> shape) =>
        Constant(OnnxType.Int64, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a node of one output.</summary>
    public OnnxValue Node(string op, ReadOnlySpan<OnnxValue> inputs, params ReadOnlySpan<OnnxAttribute> attributes) =>
        Nodes(op, "", 1, inputs, attributes)[0];

    /// <summary>Adds a node of the ai.onnx.ml domain with one output.</summary>
    public OnnxValue MlNode(string op, ReadOnlySpan<OnnxValue> inputs, params ReadOnlySpan<OnnxAttribute> attributes) =>
        Nodes(op, MlDomain, 1, inputs, attributes)[0];

    /// <summary>Adds a node of any domain and number of outputs.</summary>
    public OnnxValue[] Nodes(string op, string domain, int outputs, ReadOnlySpan<OnnxValue> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var made = new OnnxValue[outputs];
        for (int i = 0; i < outputs; i++)
            made[i] = new OnnxValue(Fresh(op));
        AddNode(op, inputs, [.. made.Select(v => v.Name)], domain, attributes);
        return made;
    }

    /// <summary>A pair kept in the file beside the graph, for example the feature contract's digest.</summary>
    public void Metadata(string key, string value) => _metadata.Message(14, new ProtoWriter().Text(1, key).Text(2, value));

    /// <summary>The whole model as the bytes of an .onnx file.</summary>
    public byte[] ToBytes(string producer = "Cairn", string producerVersion = "1")
    {
        var graph = new ProtoWriter();
        byte[] body = [.. _nodes.Written, .. new ProtoWriter().Text(2, name).Written, .. _constants.Written, .. _inputs.Written, .. _outputs.Written];
        graph.Bytes(7, body);
        ProtoWriter head = new ProtoWriter().Varint(1, IrVersion).Text(2, producer).Text(3, producerVersion);
        ProtoWriter opsets = new ProtoWriter()
            .Message(8, new ProtoWriter().Text(1, "").Varint(2, Opset))
            .Message(8, new ProtoWriter().Text(1, MlDomain).Varint(2, MlOpset));
        return [.. head.Written, .. graph.Written, .. opsets.Written, .. _metadata.Written];
    }

    private OnnxValue Constant(OnnxType type, ReadOnlySpan<byte> data, ReadOnlySpan<long> shape)
    {
        string made = Fresh("constant");
        var tensor = new ProtoWriter();
        foreach (long size in shape)
            tensor.Varint(1, size);
        _constants.Message(5, tensor.Varint(2, (int)type).Text(8, made).Bytes(9, data));
        return new OnnxValue(made);
    }

    private void AddNode(string op, ReadOnlySpan<OnnxValue> inputs, ReadOnlySpan<string> outputs, string domain, ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtoWriter();
        foreach (OnnxValue input in inputs)
        {
            if (!_names.Contains(input.Name))
                throw new ArgumentException($"The value {input.Name} is not part of this graph.", nameof(inputs));
            node.Text(1, input.Name);
        }

        foreach (string output in outputs)
            node.Text(2, output);
        node.Text(3, $"{op}_{_made}").Text(4, op).Text(7, domain);
        foreach (OnnxAttribute attribute in attributes)
            node.Message(5, attribute.Proto);
        _nodes.Message(1, node);
        _made++;
    }

    private string Fresh(string stem)
    {
        string fresh = $"_{stem}_{_names.Count}";
        Claim(fresh);
        return fresh;
    }

    private void Claim(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        if (!_names.Add(value))
            throw new ArgumentException($"The graph has a value {value} already.", nameof(value));
    }

    internal static ProtoWriter Port(string port, OnnxType type, ReadOnlySpan<long> shape)
    {
        var dimensions = new ProtoWriter();
        foreach (long size in shape)
            dimensions.Message(1, size >= 0 ? new ProtoWriter().Varint(1, size) : new ProtoWriter().Text(2, "rows"));
        ProtoWriter tensor = new ProtoWriter().Varint(1, (int)type).Message(2, dimensions);
        return new ProtoWriter().Text(1, port).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
