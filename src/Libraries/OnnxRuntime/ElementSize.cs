namespace Cairn.OnnxRuntime;

/// <summary>Sizes of element types, and the types of .NET that hold them.</summary>
internal static class ElementSize
{
    public static int Of(OnnxPort port) => port.Element switch
    {
        OnnxElement.Float or OnnxElement.Int32 or OnnxElement.UInt32 => 4,
        OnnxElement.Double or OnnxElement.Int64 or OnnxElement.UInt64 => 8,
        OnnxElement.Float16 or OnnxElement.Int16 or OnnxElement.UInt16 => 2,
        OnnxElement.Bool or OnnxElement.UInt8 or OnnxElement.Int8 => 1,
        OnnxElement.String => 0,
        _ => throw new NotSupportedException($"Input {port} has an element type this binding does not serve."),
    };

    /// <summary>The element type of a type of .NET; the comparisons are decided when the code is compiled for T.</summary>
    public static OnnxElement ElementOf<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return OnnxElement.Float;
        if (typeof(T) == typeof(double)) return OnnxElement.Double;
        if (typeof(T) == typeof(long)) return OnnxElement.Int64;
        if (typeof(T) == typeof(int)) return OnnxElement.Int32;
        if (typeof(T) == typeof(bool)) return OnnxElement.Bool;
        if (typeof(T) == typeof(byte)) return OnnxElement.UInt8;
        if (typeof(T) == typeof(sbyte)) return OnnxElement.Int8;
        if (typeof(T) == typeof(short)) return OnnxElement.Int16;
        if (typeof(T) == typeof(ushort)) return OnnxElement.UInt16;
        if (typeof(T) == typeof(uint)) return OnnxElement.UInt32;
        if (typeof(T) == typeof(ulong)) return OnnxElement.UInt64;
        return typeof(T) == typeof(Half) ? OnnxElement.Float16 : throw new NotSupportedException($"{typeof(T).Name} is no element type this binding serves.");
    }
}
