namespace Cairn.Contracts.DataContracts;

/// <summary>A column as the engine sees it.</summary>
/// <param name="EngineType">DuckDB's name of the type: BIGINT, DOUBLE, VARCHAR, TIMESTAMP, DECIMAL(10,2) …</param>
public sealed record TableColumn(string Name, string EngineType)
{
    internal bool IsWhole => EngineType.ToUpperInvariant() is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT";

    internal bool IsFloat => EngineType.ToUpperInvariant() is "FLOAT" or "DOUBLE";

    internal bool IsNumber => IsWhole || IsFloat || EngineType.StartsWith("DECIMAL", StringComparison.OrdinalIgnoreCase);

    internal bool IsBool => EngineType.Equals("BOOLEAN", StringComparison.OrdinalIgnoreCase);

    internal bool IsTime => EngineType.StartsWith("TIMESTAMP", StringComparison.OrdinalIgnoreCase);

    internal bool IsDate => EngineType.Equals("DATE", StringComparison.OrdinalIgnoreCase);
}
