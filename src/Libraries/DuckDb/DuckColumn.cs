using Cairn.DuckDb.Native;
using static Cairn.DuckDb.Native.DuckApi;

namespace Cairn.DuckDb;

/// <summary>Name and type of one column of a result.</summary>
public sealed unsafe class DuckColumn
{
    private DuckColumn(string name, DuckType type) => (Name, Type) = (name, type);

    public string Name { get; }

    public DuckType Type { get; }

    /// <summary>How the values lie in memory; differs from <see cref="Type"/> for DECIMAL and ENUM.</summary>
    internal DuckType Storage { get; private init; }

    internal byte Scale { get; private init; }

    internal string[] EnumValues { get; private init; } = [];

    /// <summary>The elements of a LIST.</summary>
    internal DuckColumn? Item { get; private init; }

    internal static DuckColumn Of(ResultHandle result, ulong column)
    {
        nint type = duckdb_column_logical_type(result.Pointer, column);
        return Of(Text(duckdb_column_name(result.Pointer, column), ""), type);
    }

    private static DuckColumn Of(string name, nint logical)
    {
        try
        {
            DuckType type = duckdb_get_type_id(logical);
            return type switch
            {
                DuckType.Decimal => new DuckColumn(name, type) { Storage = duckdb_decimal_internal_type(logical), Scale = duckdb_decimal_scale(logical) },
                DuckType.Enum => new DuckColumn(name, type) { Storage = duckdb_enum_internal_type(logical), EnumValues = ReadEnum(logical) },
                DuckType.List => new DuckColumn(name, type) { Storage = type, Item = Of(name, duckdb_list_type_child_type(logical)) },
                _ => new DuckColumn(name, type) { Storage = type },
            };
        }
        finally
        {
            duckdb_destroy_logical_type(&logical);
        }
    }

    private static string[] ReadEnum(nint logical)
    {
        var values = new string[duckdb_enum_dictionary_size(logical)];
        for (int i = 0; i < values.Length; i++)
        {
            byte* text = duckdb_enum_dictionary_value(logical, (ulong)i);
            values[i] = Text(text, "");
            duckdb_free(text);
        }

        return values;
    }
}
