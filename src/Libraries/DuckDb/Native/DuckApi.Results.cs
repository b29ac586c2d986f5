using System.Runtime.InteropServices;

namespace Cairn.DuckDb.Native;

/// <summary>Chapters "result functions", "logical types", "data chunk" and "vector".</summary>
internal static unsafe partial class DuckApi
{
    [LibraryImport(Lib)]
    public static partial byte* duckdb_result_error(void* result);

    [LibraryImport(Lib)]
    public static partial int duckdb_result_error_type(void* result);

    [LibraryImport(Lib)]
    public static partial void duckdb_destroy_result(void* result);

    [LibraryImport(Lib)]
    public static partial ulong duckdb_rows_changed(void* result);

    [LibraryImport(Lib)]
    public static partial ulong duckdb_column_count(void* result);

    [LibraryImport(Lib)]
    public static partial byte* duckdb_column_name(void* result, ulong column);

    [LibraryImport(Lib)]
    public static partial nint duckdb_column_logical_type(void* result, ulong column);

    [LibraryImport(Lib)]
    public static partial DuckType duckdb_get_type_id(nint type);

    [LibraryImport(Lib)]
    public static partial void duckdb_destroy_logical_type(nint* type);

    [LibraryImport(Lib)]
    public static partial byte duckdb_decimal_scale(nint type);

    [LibraryImport(Lib)]
    public static partial DuckType duckdb_decimal_internal_type(nint type);

    [LibraryImport(Lib)]
    public static partial DuckType duckdb_enum_internal_type(nint type);

    [LibraryImport(Lib)]
    public static partial uint duckdb_enum_dictionary_size(nint type);

    [LibraryImport(Lib)]
    public static partial byte* duckdb_enum_dictionary_value(nint type, ulong index);

    [LibraryImport(Lib)]
    public static partial nint duckdb_list_type_child_type(nint type);

    [LibraryImport(Lib)]
    public static partial nint duckdb_fetch_chunk(RawResult result);

    [LibraryImport(Lib)]
    public static partial void duckdb_destroy_data_chunk(nint* chunk);

    [LibraryImport(Lib)]
    public static partial ulong duckdb_data_chunk_get_size(nint chunk);

    [LibraryImport(Lib)]
    public static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);

    [LibraryImport(Lib)]
    public static partial void* duckdb_vector_get_data(nint vector);

    [LibraryImport(Lib)]
    public static partial ulong* duckdb_vector_get_validity(nint vector);

    [LibraryImport(Lib)]
    public static partial nint duckdb_list_vector_get_child(nint vector);

    [LibraryImport(Lib)]
    public static partial ulong duckdb_vector_size();

    [LibraryImport(Lib)]
    public static partial nint duckdb_create_data_chunk(nint* types, ulong count);

    [LibraryImport(Lib)]
    public static partial void duckdb_data_chunk_reset(nint chunk);

    [LibraryImport(Lib)]
    public static partial void duckdb_data_chunk_set_size(nint chunk, ulong size);

    [LibraryImport(Lib)]
    public static partial void duckdb_vector_ensure_validity_writable(nint vector);

    [LibraryImport(Lib)]
    public static partial void duckdb_vector_assign_string_element_len(nint vector, ulong row, byte* text, ulong length);

    [LibraryImport(Lib)]
    public static partial ulong duckdb_list_vector_get_size(nint vector);

    [LibraryImport(Lib)]
    public static partial int duckdb_list_vector_reserve(nint vector, ulong capacity);

    [LibraryImport(Lib)]
    public static partial int duckdb_list_vector_set_size(nint vector, ulong size);
}
