namespace Cairn.Cli.Clients;

/// <summary>Types of C# for the datatypes of the protocol.</summary>
internal static class CsharpTypes
{
    /// <summary>Of one row: a value, or a list where a row has several.</summary>
    /// <exception cref="FormatException">The datatype has no JSON form.</exception>
    public static string Of(ClientPort port) => port.Width == 1 ? Element(port) : $"IReadOnlyList<{Element(port)}>";

    public static string Element(ClientPort port) => Plain(port) + (port.Nullable ? "?" : "");

    private static string Plain(ClientPort port) => port.Datatype switch
    {
        "BOOL" => "bool",
        "UINT8" => "byte",
        "UINT16" => "ushort",
        "UINT32" => "uint",
        "UINT64" => "ulong",
        "INT8" => "sbyte",
        "INT16" => "short",
        "INT32" => "int",
        "INT64" => "long",
        "FP32" => "float",
        "FP64" => "double",
        "BYTES" => "string",
        _ => throw new FormatException($"'{port.Name}' is {port.Datatype}, which has no JSON form"),
    };
}
