namespace Cairn.Contracts.Inference;

/// <summary>Names and sizes of the element types, as the protocol writes them.</summary>
public static class Datatypes
{
    private static readonly string[] Names =
        ["", "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64", "BYTES"];

    private static readonly int[] Sizes = [0, 1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 4, 8, 0];

    /// <summary>Every name, for messages.</summary>
    public static string All { get; } = string.Join(", ", Names.Skip(1));

    public static string Name(this Datatype type) => Names[(int)type];

    /// <summary>Bytes of one element; 0 for BYTES, whose elements carry their own length.</summary>
    public static int Size(this Datatype type) => Sizes[(int)type];

    public static bool IsFloat(this Datatype type) => type is Datatype.Fp16 or Datatype.Fp32 or Datatype.Fp64;

    public static bool IsInteger(this Datatype type) => type is >= Datatype.UInt8 and <= Datatype.Int64;

    /// <summary>The type of that name (exact case); <see cref="Datatype.None"/> when there is none.</summary>
    public static Datatype Parse(string name)
    {
        int at = Array.IndexOf(Names, name, 1);
        return at < 0 ? Datatype.None : (Datatype)at;
    }

    /// <summary>The type of that name in UTF-8; <see cref="Datatype.None"/> when there is none.</summary>
    public static Datatype Parse(ReadOnlySpan<byte> utf8) => utf8 switch
    {
        [(byte)'F', (byte)'P', (byte)'3', (byte)'2'] => Datatype.Fp32,
        [(byte)'F', (byte)'P', (byte)'6', (byte)'4'] => Datatype.Fp64,
        { Length: > 6 } => Datatype.None,
        _ => Parse(System.Text.Encoding.UTF8.GetString(utf8)),
    };
}
