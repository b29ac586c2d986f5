using System.Text.Json;
using System.Text.Unicode;
using Cairn.Contracts.Inference;

namespace Cairn.Serving.Tensors;

/// <summary>Elements as JSON. NaN and the infinities have no JSON form and become null.</summary>
internal static class JsonElementWriter
{
    public static void WriteAll(Utf8JsonWriter json, TensorBuffer tensor)
    {
        switch (tensor.Type)
        {
            case Datatype.Bytes: WriteTexts(json, tensor); break;
            default:
                for (int i = 0; i < tensor.Count; i++) Write(json, tensor, i);
                break;
        }
    }

    /// <summary>One element that is no text.</summary>
    public static void Write(Utf8JsonWriter json, TensorBuffer tensor, int at)
    {
        switch (tensor.Type)
        {
            case Datatype.Fp32 when !float.IsFinite(tensor.Elements<float>()[at]): json.WriteNullValue(); break;
            case Datatype.Fp32: json.WriteNumberValue(tensor.Elements<float>()[at]); break;
            case Datatype.Fp64 when !double.IsFinite(tensor.Elements<double>()[at]): json.WriteNullValue(); break;
            case Datatype.Fp64: json.WriteNumberValue(tensor.Elements<double>()[at]); break;
            case Datatype.Fp16 when !Half.IsFinite(tensor.Elements<Half>()[at]): json.WriteNullValue(); break;
            case Datatype.Fp16: json.WriteNumberValue((float)tensor.Elements<Half>()[at]); break;
            case Datatype.Int64: json.WriteNumberValue(tensor.Elements<long>()[at]); break;
            case Datatype.Int32: json.WriteNumberValue(tensor.Elements<int>()[at]); break;
            case Datatype.Int16: json.WriteNumberValue(tensor.Elements<short>()[at]); break;
            case Datatype.Int8: json.WriteNumberValue(tensor.Elements<sbyte>()[at]); break;
            case Datatype.UInt64: json.WriteNumberValue(tensor.Elements<ulong>()[at]); break;
            case Datatype.UInt32: json.WriteNumberValue(tensor.Elements<uint>()[at]); break;
            case Datatype.UInt16: json.WriteNumberValue(tensor.Elements<ushort>()[at]); break;
            case Datatype.UInt8: json.WriteNumberValue(tensor.Elements<byte>()[at]); break;
            case Datatype.Bool: json.WriteBooleanValue(tensor.Elements<bool>()[at]); break;
            default: throw new InvalidOperationException($"An output of {tensor.Type.Name()} is not served.");
        }
    }

    /// <summary>One text; a <see cref="RequestFault"/> when it is no UTF-8.</summary>
    public static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text)) throw RequestFault.Malformed("An output holds bytes that are no UTF-8 and have no JSON form; ask for it as binary.");
        json.WriteStringValue(text);
    }

    private static void WriteTexts(Utf8JsonWriter json, TensorBuffer tensor)
    {
        foreach (ReadOnlySpan<byte> text in tensor.Texts()) WriteText(json, text);
    }
}
