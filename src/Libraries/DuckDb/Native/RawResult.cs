using System.Runtime.InteropServices;

namespace Cairn.DuckDb.Native;

/// <summary>duckdb_result, passed by value; only the library looks inside.</summary>
[StructLayout(LayoutKind.Sequential, Size = 48)]
internal unsafe struct RawResult
{
    private fixed long _opaque[6];
}

/// <summary>duckdb_string_t: up to 12 bytes of text lie inside the cell; longer text is pointed at.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct RawText
{
    [FieldOffset(0)]
    public uint Length;

    [FieldOffset(4)]
    public byte Inlined;

    [FieldOffset(8)]
    public byte* Pointer;
}

/// <summary>duckdb_list_entry: where one list's elements stand in the child vector.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RawList
{
    public ulong Offset;
    public ulong Length;
}
