using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>
/// How a column of a reference table is cut, and how many of its rows lie in each bin: numbers by the reference's deciles, texts by value (the
/// fifty most frequent, the rest as one). The first bin holds what is missing.
/// </summary>
/// <param name="Sql">The bin of a row, from -1 on, as an expression over the column.</param>
/// <param name="Counts">Rows of the reference.</param>
internal sealed record ReferenceBins(string Sql, long[] Counts)
{
    private const int TopValues = 50;

    public static ReferenceBins Learn(DuckConnection duck, string reference, string column)
        => IsText(duck, reference, column) ? Texts(duck, reference, column) : Numbers(duck, reference, column);

    /// <summary>Rows of another table by the same bins.</summary>
    public long[] Count(DuckConnection duck, string table) => Count(duck, table, Sql, Counts.Length);

    private static bool IsText(DuckConnection duck, string table, string column)
        => duck.Scalar<string>($"select column_type from (describe select {DuckSql.Identifier(column)} from {table})") is "VARCHAR" or "BOOLEAN";

    private static ReferenceBins Numbers(DuckConnection duck, string reference, string column)
    {
        string name = DuckSql.Identifier(column);
        using DuckResult quantiles = duck.Query($"select unnest(quantile_cont({name}::double, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])) from {reference}");
        double[] edges = [.. quantiles.Rows().Where(r => r[0] is not null).Select(r => Convert.ToDouble(r[0])).Distinct().Order()];
        string bin = edges.Length == 0 ? "0" : string.Join(" + ", edges.Select(e => $"({name}::double > {DuckSql.Literal((object)e)})::int"));
        return Of(duck, reference, $"coalesce({bin}, -1)", edges.Length + 2);
    }

    private static ReferenceBins Texts(DuckConnection duck, string reference, string column)
    {
        string name = DuckSql.Identifier(column);
        using DuckResult top = duck.Query($"select {name}::varchar from {reference} where {name} is not null group by 1 order by count(*) desc, 1 limit {TopValues}");
        string[] known = [.. top.Rows().Select(r => (string)r[0]!)];
        return Of(duck, reference, $"case when {name} is null then -1 else coalesce(list_position({DuckSql.List(known)}, {name}::varchar) - 1, {known.Length}) end", known.Length + 2);
    }

    private static ReferenceBins Of(DuckConnection duck, string reference, string sql, int bins) => new(sql, Count(duck, reference, sql, bins));

    private static long[] Count(DuckConnection duck, string table, string bin, int bins)
    {
        long[] counts = new long[bins];
        using DuckResult result = duck.Query($"select {bin} as b, count(*) from {table} group by 1");
        foreach (object?[] row in result.Rows()) counts[Convert.ToInt32(row[0]) + 1] = Convert.ToInt64(row[1]);
        return counts;
    }
}
