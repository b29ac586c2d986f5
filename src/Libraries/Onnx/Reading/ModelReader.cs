using Cairn.Onnx.Proto;

namespace Cairn.Onnx.Reading;

/// <summary>Reads the outer message, ModelProto.</summary>
internal sealed class ModelReader(OnnxLimits limits)
{
    private readonly ReadState _state = new(limits);
    private readonly Dictionary<string, long> _opsets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private string _producer = "", _producerVersion = "";
    private long _irVersion;

    public OnnxFileInfo Read(ReadOnlySpan<byte> model)
    {
        GraphPorts? graph = null;
        var reader = new ProtoReader(model, 0);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: _irVersion = reader.Varint(); break;
                case 2: _producer = ReadState.Text(ref reader, "producer_name"); break;
                case 3: _producerVersion = ReadState.Text(ref reader, "producer_version"); break;
                case 7:
                    // A second graph would be merged into the first by a runtime and pass unchecked as a whole.
                    if (graph is not null)
                        throw reader.Broken("a second graph");
                    graph = GraphReader.Read(reader.Message(), _state, depth: 1, "graph");
                    break;
                case 8: ReadOpset(reader.Message()); break;
                case 14: ReadMetadata(reader.Message()); break;
                case 20: throw new OnnxFormatException("The model carries training information, which is not accepted.");
                case 25: throw new OnnxFormatException("The model defines functions of its own, which is not accepted; export it with functions inlined.");
                default: reader.Skip(); break;
            }
        }

        return Finish(graph);
    }

    private OnnxFileInfo Finish(GraphPorts? graph)
    {
        if (graph is null)
            throw new OnnxFormatException("The file holds no graph; it is not an ONNX model.");
        if (_irVersion is < 3 or > 99)
            throw new OnnxFormatException($"ir_version is {_irVersion}; 3 or later is expected.");
        if (_opsets.Count == 0)
            throw new OnnxFormatException("The model names no operator set (opset_import).");
        // A port of older files names each initializer among the inputs as well.
        OnnxFilePort[] inputs = [.. graph.Inputs.Where(p => !graph.Initializers.Contains(p.Name))];
        return new OnnxFileInfo(_irVersion, _producer, _producerVersion, _opsets, inputs, graph.Outputs,
            new OnnxFileCounts(_state.Nodes, _state.Initializers, _state.InitializerBytes, _state.Depth), _metadata, _state.ExternalFiles);
    }

    private void ReadOpset(ProtoReader reader)
    {
        string domain = "";
        long version = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: domain = ReadState.Text(ref reader, "opset_import"); break;
                case 2: version = reader.Varint(); break;
                default: reader.Skip(); break;
            }
        }

        domain = Domains.Normal(domain);
        if (!Domains.Known(domain))
            throw new OnnxFormatException($"opset_import: the domain {domain} is not accepted; ai.onnx, ai.onnx.ml and com.microsoft are.");
        if (version is < 1 or > 1000)
            throw new OnnxFormatException($"opset_import: version {version} of {domain} is out of range.");
        _opsets[domain] = version;
    }

    private void ReadMetadata(ProtoReader reader)
    {
        string key = "", value = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: key = ReadState.Text(ref reader, "metadata_props"); break;
                case 2: value = ReadState.Text(ref reader, "metadata_props"); break;
                default: reader.Skip(); break;
            }
        }

        if (_metadata.Count >= 1000)
            throw new OnnxFormatException("The model has more than 1000 metadata entries.");
        _metadata[key] = value;
    }
}
