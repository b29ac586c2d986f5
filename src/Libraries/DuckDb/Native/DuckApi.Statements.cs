using System.Runtime.InteropServices;

namespace Cairn.DuckDb.Native;

/// <summary>Chapters "prepared statements", "bind values" and "execute prepared statements".</summary>
internal static unsafe partial class DuckApi
{
    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_prepare(ConnectionHandle connection, string sql, nint* statement);

    [LibraryImport(Lib)]
    public static partial byte* duckdb_prepare_error(nint statement);

    [LibraryImport(Lib)]
    public static partial void duckdb_destroy_prepare(nint* statement);

    [LibraryImport(Lib)]
    public static partial ulong duckdb_nparams(StatementHandle statement);

    [LibraryImport(Lib)]
    public static partial int duckdb_clear_bindings(StatementHandle statement);

    [LibraryImport(Lib)]
    public static partial int duckdb_bind_null(StatementHandle statement, ulong index);

    [LibraryImport(Lib)]
    public static partial int duckdb_bind_boolean(StatementHandle statement, ulong index, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Lib)]
    public static partial int duckdb_bind_int64(StatementHandle statement, ulong index, long value);

    [LibraryImport(Lib)]
    public static partial int duckdb_bind_uint64(StatementHandle statement, ulong index, ulong value);

    [LibraryImport(Lib)]
    public static partial int duckdb_bind_double(StatementHandle statement, ulong index, double value);

    [LibraryImport(Lib)]
    public static partial int duckdb_bind_date(StatementHandle statement, ulong index, int days);

    [LibraryImport(Lib)]
    public static partial int duckdb_bind_timestamp(StatementHandle statement, ulong index, long micros);

    [LibraryImport(Lib)]
    public static partial int duckdb_bind_timestamp_tz(StatementHandle statement, ulong index, long micros);

    [LibraryImport(Lib)]
    public static partial int duckdb_bind_varchar_length(StatementHandle statement, ulong index, byte* text, ulong length);

    [LibraryImport(Lib)]
    public static partial int duckdb_bind_blob(StatementHandle statement, ulong index, byte* data, ulong length);

    [LibraryImport(Lib)]
    public static partial int duckdb_execute_prepared(StatementHandle statement, void* result);

    [LibraryImport(Lib)]
    public static partial int duckdb_execute_prepared_streaming(StatementHandle statement, void* result);
}
