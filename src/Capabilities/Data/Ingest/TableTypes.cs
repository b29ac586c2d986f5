using Cairn.Contracts.DataContracts;
using Cairn.DuckDb;

namespace Cairn.Data.Ingest;

/// <summary>The six types of stored tables, each with one type of the engine; everything that is read becomes one of them.</summary>
internal static class TableTypes
{
    /// <summary>The engine's type of a stored column.</summary>
    public static string Engine(string type) => type switch
    {
        "int" => "BIGINT",
        "float" => "DOUBLE",
        "bool" => "BOOLEAN",
        "date" => "DATE",
        "time" => "TIMESTAMP",
        _ => "VARCHAR",
    };

    public static string Word(ColumnType type) => type.ToString().ToLowerInvariant();

    /// <summary>What an engine's type is stored as. Nested values are kept as JSON text, bytes as base64.</summary>
    public static string Stored(string engineType) => engineType switch
    {
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" => "int",
        "FLOAT" or "DOUBLE" or "UBIGINT" or "HUGEINT" or "UHUGEINT" => "float",
        "BOOLEAN" => "bool",
        "DATE" => "date",
        _ when engineType.StartsWith("TIMESTAMP", StringComparison.Ordinal) => "time",
        _ when engineType.StartsWith("DECIMAL", StringComparison.Ordinal) => "float",
        _ => "text",
    };

    /// <summary>The expression that reads a column into its stored type.</summary>
    public static string Read(TableColumn column)
    {
        string name = DuckSql.Identifier(column.Name), type = column.EngineType;
        if (type is "BLOB") return $"base64({name})";
        if (type is "TIMESTAMP WITH TIME ZONE") return $"({name} AT TIME ZONE 'UTC')";
        if (IsNested(type)) return $"CAST(to_json({name}) AS VARCHAR)";
        return $"CAST({name} AS {Engine(Stored(type))})";
    }

    private static bool IsNested(string type) => type.EndsWith(']') || type.StartsWith("STRUCT", StringComparison.Ordinal) || type.StartsWith("MAP", StringComparison.Ordinal)
        || type.StartsWith("UNION", StringComparison.Ordinal);
}
