using System.Text.Json;
using Cairn.Contracts.Inference;

namespace Cairn.Serving.Tensors;

/// <summary>
/// One JSON value becomes one element. Numbers never wrap: out of range is refused, and so is a whole number that the type
/// cannot hold exactly. A decimal is rounded to the nearest float. JSON null is a missing value: NaN or the empty text where the
/// contract allows it, refused elsewhere. Infinite values have no JSON form.
/// </summary>
internal static class JsonElementReader
{
    private static readonly Half ExactHalf = (Half)2048;
    private const double ExactFloat = 1 << 24;
    private const double ExactDouble = 1L << 53;

    public static void Add(ref Utf8JsonReader json, TensorBuffer to, bool nullable)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Number: AddNumber(ref json, to); break;
            case JsonTokenType.String: AddText(ref json, to); break;
            case JsonTokenType.True or JsonTokenType.False when to.Type == Datatype.Bool: to.Add(json.GetBoolean()); break;
            case JsonTokenType.Null: AddMissing(to, nullable); break;
            default: throw Wrong(to, json.TokenType is JsonTokenType.True or JsonTokenType.False ? "a boolean" : "an object");
        }
    }

    public static void AddMissing(TensorBuffer to, bool nullable)
    {
        if (!nullable) throw RequestFault.Contract($"Input '{to.Name}' has a missing value; the contract asks for a value in every row.", to.Name);
        switch (to.Type)
        {
            case Datatype.Fp16: to.Add(Half.NaN); break;
            case Datatype.Fp32: to.Add(float.NaN); break;
            case Datatype.Fp64: to.Add(double.NaN); break;
            case Datatype.Bytes: to.AddText([]); break;
            default: throw RequestFault.Contract($"Input '{to.Name}' is {to.Type.Name()}, which has no missing value; send a value in every row.", to.Name);
        }
    }

    private static void AddNumber(ref Utf8JsonReader json, TensorBuffer to)
    {
        switch (to.Type)
        {
            case Datatype.Fp16: to.Add(Half16(ref json, to)); break;
            case Datatype.Fp32: to.Add(Float(ref json, to)); break;
            case Datatype.Fp64: to.Add(Double(ref json, to)); break;
            case Datatype.Int64 when json.TryGetInt64(out long v): to.Add(v); break;
            case Datatype.Int32 when json.TryGetInt32(out int v): to.Add(v); break;
            case Datatype.Int16 when json.TryGetInt16(out short v): to.Add(v); break;
            case Datatype.Int8 when json.TryGetSByte(out sbyte v): to.Add(v); break;
            case Datatype.UInt64 when json.TryGetUInt64(out ulong v): to.Add(v); break;
            case Datatype.UInt32 when json.TryGetUInt32(out uint v): to.Add(v); break;
            case Datatype.UInt16 when json.TryGetUInt16(out ushort v): to.Add(v); break;
            case Datatype.UInt8 when json.TryGetByte(out byte v): to.Add(v); break;
            case Datatype.Bool or Datatype.Bytes: throw Wrong(to, "a number");
            default: throw RequestFault.Contract($"Input '{to.Name}' has a number that {to.Type.Name()} cannot hold; send whole numbers within its range.", to.Name);
        }
    }

    private static float Float(ref Utf8JsonReader json, TensorBuffer to)
    {
        if (!json.TryGetSingle(out float value) || !float.IsFinite(value)) throw Inexact(to);
        return Math.Abs(value) < ExactFloat || WholeNumber.IsExact(json.ValueSpan, value) ? value : throw Inexact(to);
    }

    private static Half Half16(ref Utf8JsonReader json, TensorBuffer to)
    {
        var value = (Half)Float(ref json, to);
        return Half.IsFinite(value) && (Half.Abs(value) < ExactHalf || WholeNumber.IsExact(json.ValueSpan, (double)value)) ? value : throw Inexact(to);
    }

    private static double Double(ref Utf8JsonReader json, TensorBuffer to)
    {
        if (!json.TryGetDouble(out double value) || !double.IsFinite(value)) throw Inexact(to);
        return Math.Abs(value) < ExactDouble || WholeNumber.IsExact(json.ValueSpan, value) ? value : throw Inexact(to);
    }

    private static void AddText(ref Utf8JsonReader json, TensorBuffer to)
    {
        if (to.Type != Datatype.Bytes) throw Wrong(to, "a text");
        int most = json.HasValueSequence ? checked((int)json.ValueSequence.Length) : json.ValueSpan.Length;
        Span<byte> room = to.BeginText(most);
        int size = JsonTexts.Copy(ref json, room, to.Name);
        to.EndText(size);
    }

    private static RequestFault Inexact(TensorBuffer to) =>
        RequestFault.Contract($"Input '{to.Name}' has a number that {to.Type.Name()} cannot hold; send it within range, or as a datatype that holds it.", to.Name);

    private static RequestFault Wrong(TensorBuffer to, string found) =>
        RequestFault.Contract($"Input '{to.Name}' has {found} where {to.Type.Name()} is asked for.", to.Name);
}
