using System.Runtime.InteropServices;

namespace Cairn.DuckDb.Native;

/// <summary>Chapter "appender".</summary>
internal static unsafe partial class DuckApi
{
    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_appender_create(ConnectionHandle connection, string? schema, string table, nint* appender);

    [LibraryImport(Lib)]
    public static partial byte* duckdb_appender_error(nint appender);

    [LibraryImport(Lib)]
    public static partial int duckdb_appender_end_row(AppenderHandle appender);

    [LibraryImport(Lib)]
    public static partial int duckdb_appender_flush(AppenderHandle appender);

    [LibraryImport(Lib)]
    public static partial int duckdb_appender_clear(nint appender);

    [LibraryImport(Lib)]
    public static partial int duckdb_appender_destroy(nint* appender);

    [LibraryImport(Lib)]
    public static partial int duckdb_append_null(AppenderHandle appender);

    [LibraryImport(Lib)]
    public static partial int duckdb_append_bool(AppenderHandle appender, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Lib)]
    public static partial int duckdb_append_int64(AppenderHandle appender, long value);

    [LibraryImport(Lib)]
    public static partial int duckdb_append_double(AppenderHandle appender, double value);

    [LibraryImport(Lib)]
    public static partial int duckdb_append_timestamp(AppenderHandle appender, long micros);

    [LibraryImport(Lib)]
    public static partial int duckdb_append_date(AppenderHandle appender, int days);

    [LibraryImport(Lib)]
    public static partial int duckdb_append_varchar_length(AppenderHandle appender, byte* text, ulong length);

    [LibraryImport(Lib)]
    public static partial ulong duckdb_appender_column_count(AppenderHandle appender);

    [LibraryImport(Lib)]
    public static partial nint duckdb_appender_column_type(AppenderHandle appender, ulong column);

    [LibraryImport(Lib)]
    public static partial int duckdb_append_data_chunk(AppenderHandle appender, ChunkHandle chunk);
}
