using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>Values of a column as SQL. What is missing is null, however it was sent or kept: NaN where it is a number, the empty text where it is a text.</summary>
internal static class ColumnSql
{
    public static string Number(string column) => $"nullif(try_cast({DuckSql.Identifier(column)} as double), 'NaN'::double)";

    public static string Text(string column) => $"nullif({DuckSql.Identifier(column)}::varchar, '')";
}
