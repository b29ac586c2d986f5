using Cairn.Onnx.Proto;

namespace Cairn.Onnx.Reading;

/// <summary>Reads ValueInfoProto: name, element type and shape of an input or output.</summary>
internal static class PortReader
{
    public static OnnxFilePort Read(ProtoReader reader, ReadState state, string where)
    {
        string name = "";
        OnnxType type = OnnxType.Undefined;
        List<long>? shape = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = ReadState.Text(ref reader, where); break;
                case 2: (type, shape) = ReadType(reader.Message(), state, $"{where} {name}"); break;
                default: reader.Skip(); break;
            }
        }

        return new OnnxFilePort(name, type, shape);
    }

    private static (OnnxType, List<long>?) ReadType(ProtoReader reader, ReadState state, string where)
    {
        (OnnxType, List<long>?) read = (OnnxType.Undefined, null);
        while (reader.Next())
        {
            if (reader.Field == 1)
                read = ReadTensorType(reader.Message(), state, where);
            else
                reader.Skip();
        }

        return read;
    }

    private static (OnnxType, List<long>?) ReadTensorType(ProtoReader reader, ReadState state, string where)
    {
        OnnxType type = OnnxType.Undefined;
        List<long>? shape = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: type = TensorReader.ElementType(reader.Varint(), where); break;
                case 2: shape = ReadShape(reader.Message(), state, where); break;
                default: reader.Skip(); break;
            }
        }

        return (type, shape);
    }

    private static List<long> ReadShape(ProtoReader reader, ReadState state, string where)
    {
        List<long> shape = [];
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            shape.Add(ReadDimension(reader.Message(), where));
            if (shape.Count > state.Limits.Dimensions)
                throw new OnnxFormatException($"{where}: more than {state.Limits.Dimensions} dimensions.");
        }

        return shape;
    }

    private static long ReadDimension(ProtoReader reader, string where)
    {
        long size = -1;
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            size = reader.Varint();
            if (size < 0)
                throw new OnnxFormatException($"{where}: a dimension of {size}.");
        }

        return size;
    }
}
