namespace Cairn.Contracts.DataContracts;

/// <summary>Columns that have no values twice together, in DuckDB's SQL. As in a database, a row in which one of them is missing is like no other.</summary>
public static class Together
{
    /// <summary>Name of the columns as one.</summary>
    public static string Words(IReadOnlyList<string> columns) => string.Join(", ", columns);

    /// <summary>What a row fulfils that is there again.</summary>
    /// <param name="table">What stands after FROM; trusted.</param>
    public static string Condition(IReadOnlyList<string> columns, string table)
        => $"{Present(columns)} AND {Row(columns)} IN (SELECT {Row(columns)} FROM {table} WHERE {Present(columns)} GROUP BY {Row(columns)} HAVING count(*) > 1)";

    /// <summary>How many rows there are too many.</summary>
    internal static string SurplusSql(IReadOnlyList<string> columns)
        => $"count(*) FILTER (WHERE {Present(columns)}) - count(DISTINCT {Row(columns)}) FILTER (WHERE {Present(columns)})";

    private static string Row(IReadOnlyList<string> columns) => $"row({string.Join(", ", columns.Select(DataContractSql.Quote))})";

    private static string Present(IReadOnlyList<string> columns) => string.Join(" AND ", columns.Select(c => DataContractSql.Quote(c) + " IS NOT NULL"));
}
