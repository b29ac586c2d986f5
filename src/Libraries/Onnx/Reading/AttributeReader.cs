using Cairn.Onnx.Proto;

namespace Cairn.Onnx.Reading;

/// <summary>Reads AttributeProto: lists are counted, tensors and inner graphs checked like outer ones.</summary>
internal static class AttributeReader
{
    public static void Read(ProtoReader reader, ReadState state, int depth, string where)
    {
        int entries = 0;
        string name = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = ReadState.Text(ref reader, where); break;
                case 5 or 10: TensorReader.Read(reader.Message(), state, $"{where}, attribute {name}"); break;
                case 6 or 11: GraphReader.Read(reader.Message(), state, depth + 1, $"{where}, attribute {name}"); break;
                case 22 or 23: throw new OnnxFormatException($"{where}, attribute {name}: sparse tensors are not accepted.");
                default:
                    reader.Skip();
                    if (++entries > state.Limits.AttributeEntries)
                        throw new OnnxFormatException($"{where}, attribute {name}: more than {state.Limits.AttributeEntries} entries.");
                    break;
            }
        }
    }
}
