using Cairn.Onnx.Proto;

namespace Cairn.Onnx.Reading;

/// <summary>
/// Reads TensorProto: dimensions must not be negative, their product must fit the limits and exactly match the bytes that are there.
/// Data outside the file is refused unless the limits allow it, and then only by a plain file name.
/// </summary>
internal static class TensorReader
{
    public static string Read(ProtoReader reader, ReadState state, string where)
    {
        var tensor = new TensorHead();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: tensor.AddDimensions(ref reader, state.Limits, where); break;
                case 2: tensor.Type = ElementType(reader.Varint(), where); break;
                case 8: tensor.Name = ReadState.Text(ref reader, where); break;
                case 9: tensor.AddBytes(reader.Bytes().Length); break;
                case 4: tensor.AddTyped(ref reader, 4); break;
                case 5 or 7 or 11: tensor.AddVarints(ref reader); break;
                case 10: tensor.AddTyped(ref reader, 8); break;
                case 6: tensor.AddText(reader.Bytes().Length); break;
                case 13: ExternalData.Read(reader.Message(), state, $"{where} {tensor.Name}"); tensor.External = true; break;
                case 14: tensor.External |= reader.Varint() == 1; break;
                case 3: throw new OnnxFormatException($"{where}: a tensor in segments is not accepted.");
                default: reader.Skip(); break;
            }
        }

        tensor.Check(state.Limits, $"{where} {tensor.Name}".TrimEnd());
        state.InitializerBytes += tensor.Bytes;
        return tensor.Name;
    }

    public static OnnxType ElementType(long number, string where) =>
        number is >= 0 and <= (int)OnnxType.Float4E2M1 ? (OnnxType)number : throw new OnnxFormatException($"{where}: there is no element type {number}.");
}
