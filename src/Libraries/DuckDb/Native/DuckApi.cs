using System.Runtime.InteropServices;

namespace Cairn.DuckDb.Native;

/// <summary>The part of DuckDB's C API (duckdb.h) that a reader, a writer and a bulk loader need. Chapter "open and connect".</summary>
internal static unsafe partial class DuckApi
{
    private const string Lib = "duckdb";

    [LibraryImport(Lib)]
    public static partial byte* duckdb_library_version();

    [LibraryImport(Lib)]
    public static partial int duckdb_create_config(nint* config);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_set_config(nint config, string name, string option);

    [LibraryImport(Lib)]
    public static partial void duckdb_destroy_config(nint* config);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_open_ext(string? path, nint* database, nint config, byte** error);

    [LibraryImport(Lib)]
    public static partial void duckdb_close(nint* database);

    [LibraryImport(Lib)]
    public static partial int duckdb_connect(DatabaseHandle database, nint* connection);

    [LibraryImport(Lib)]
    public static partial void duckdb_disconnect(nint* connection);

    [LibraryImport(Lib)]
    public static partial void duckdb_interrupt(ConnectionHandle connection);

    [LibraryImport(Lib)]
    public static partial void duckdb_free(void* memory);

    public static string Text(byte* utf8, string otherwise) => Marshal.PtrToStringUTF8((nint)utf8) ?? otherwise;
}
