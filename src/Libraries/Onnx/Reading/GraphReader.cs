using Cairn.Onnx.Proto;

namespace Cairn.Onnx.Reading;

internal sealed record GraphPorts(List<OnnxFilePort> Inputs, List<OnnxFilePort> Outputs, HashSet<string> Initializers);

/// <summary>Reads GraphProto, and the graphs inside its nodes.</summary>
internal static class GraphReader
{
    public static GraphPorts Read(ProtoReader reader, ReadState state, int depth, string where)
    {
        state.Enter(depth, where);
        var ports = new GraphPorts([], [], new HashSet<string>(StringComparer.Ordinal));
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: ReadNode(reader.Message(), state, depth, where); break;
                case 5:
                    state.CountInitializer();
                    ports.Initializers.Add(TensorReader.Read(reader.Message(), state, $"{where}, initializer {state.Initializers}"));
                    break;
                case 11: AddPort(ports.Inputs, reader.Message(), state, $"{where}, input"); break;
                case 12: AddPort(ports.Outputs, reader.Message(), state, $"{where}, output"); break;
                case 15: throw new OnnxFormatException($"{where}: sparse initializers are not accepted.");
                default: reader.Skip(); break;
            }
        }

        return ports;
    }

    private static void AddPort(List<OnnxFilePort> ports, ProtoReader reader, ReadState state, string where)
    {
        if (ports.Count >= state.Limits.Ports)
            throw new OnnxFormatException($"{where}: more than {state.Limits.Ports} of them.");
        ports.Add(PortReader.Read(reader, state, where));
    }

    private static void ReadNode(ProtoReader reader, ReadState state, int depth, string where)
    {
        state.CountNode();
        string op = "", domain = "", name = "";
        ProtoReader attributes = reader;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3: name = ReadState.Text(ref reader, where); break;
                case 4: op = ReadState.Text(ref reader, where); break;
                case 7: domain = ReadState.Text(ref reader, where); break;
                default: reader.Skip(); break;
            }
        }

        string here = $"{where}, node {state.Nodes} ({op}{(name.Length == 0 ? "" : " " + name)})";
        if (op.Length == 0)
            throw new OnnxFormatException($"{here}: it has no operator.");
        if (Domains.Refusal(Domains.Normal(domain), op, state.Limits) is { } why)
            throw new OnnxFormatException($"{here}: {why}.");
        while (attributes.Next())
        {
            if (attributes.Field == 5)
                AttributeReader.Read(attributes.Message(), state, depth, here);
            else
                attributes.Skip();
        }
    }
}
