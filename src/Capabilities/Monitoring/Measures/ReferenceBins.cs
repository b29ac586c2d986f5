using Cairn.DuckDb;
using Cairn.Registry;

namespace Cairn.Monitoring;

/// <summary>
/// How a column of a reference is cut, and how many of its rows lie in each bin: numbers by the reference's deciles, texts by value (the
/// fifty most frequent, the rest as one), scores by their histogram. The first bin holds what is missing: null, NaN, and the empty text.
/// </summary>
/// <param name="Sql">The bin of a row, from -1 on, as an expression over the column.</param>
/// <param name="Counts">Rows of the reference.</param>
internal sealed record ReferenceBins(string Sql, long[] Counts)
{
    private const int TopValues = 50, ScoreGroups = 10;

    /// <summary>By the bins of a histogram, neighbours put together until each holds a tenth, with one more at either end for scores beyond all that were seen.</summary>
    public static ReferenceBins OfScores(ScoreHistogram scores)
    {
        long total = scores.Counts.Sum(), held = 0;
        var counts = new List<long> { 0, 0 };
        IReadOnlyList<long> rows = scores.High > scores.Low ? scores.Counts : [total];
        int[] groups = new int[rows.Count];
        for (int i = 0; i < groups.Length; i++)
        {
            if (i == 0 || held * ScoreGroups >= total)
            {
                held = 0;
                counts.Add(0);
            }
            groups[i] = counts.Count - 2;
            held += rows[i];
            counts[^1] += rows[i];
        }
        string value = ColumnSql.Number(WatchedColumn.Score), low = DuckSql.Literal((object)scores.Low), high = DuckSql.Literal((object)scores.High);
        string within = scores.High > scores.Low
            ? $"[{string.Join(", ", groups)}][least({groups.Length - 1}, floor(({value} - {low}) / ({high} - {low}) * {groups.Length}))::int + 1]" : "1";
        return new ReferenceBins($"coalesce(case when {value} < {low} then 0 when {value} > {high} then {counts.Count - 1} when {value} is not null then {within} end, -1)", [.. counts, 0]);
    }

    /// <summary>Rows of another table by the bins of several columns, in one pass over it.</summary>
    public static IReadOnlyList<long[]> Count(DuckConnection duck, string table, IReadOnlyList<ReferenceBins> columns)
    {
        long[][] counts = [.. columns.Select(c => new long[c.Counts.Length])];
        Fill(duck, table, [.. columns.Select(c => c.Sql)], counts);
        return counts;
    }

    public static ReferenceBins Numbers(DuckConnection duck, string reference, string column)
    {
        string value = ColumnSql.Number(column);
        using DuckResult quantiles = duck.Query($"select unnest(quantile_cont({value}, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])) from {reference}");
        double[] edges = [.. quantiles.Rows().Where(r => r[0] is not null).Select(r => Convert.ToDouble(r[0])).Distinct().Order()];
        string bin = edges.Length == 0 ? $"{value} * 0" : string.Join(" + ", edges.Select(e => $"({value} > {DuckSql.Literal((object)e)})::int"));
        return Of(duck, reference, $"coalesce({bin}, -1)", edges.Length + 2);
    }

    public static ReferenceBins Texts(DuckConnection duck, string reference, string column)
    {
        string value = ColumnSql.Text(column);
        using DuckResult top = duck.Query($"select {value} from {reference} where {value} is not null group by 1 order by count(*) desc, 1 limit {TopValues}");
        string[] known = [.. top.Rows().Select(r => (string)r[0]!)];
        return Of(duck, reference, $"case when {value} is null then -1 else coalesce(list_position({DuckSql.List(known)}::varchar[], {value}) - 1, {known.Length}) end", known.Length + 2);
    }

    private static ReferenceBins Of(DuckConnection duck, string reference, string sql, int bins)
    {
        long[] counts = new long[bins];
        Fill(duck, reference, [sql], [counts]);
        return new ReferenceBins(sql, counts);
    }

    private static void Fill(DuckConnection duck, string table, string[] bins, long[][] counts)
    {
        string[] names = [.. bins.Select((_, i) => $"b{i}")];
        using DuckResult result = duck.Query($"""
            select {string.Join(", ", names)}, count(*) from (select {string.Join(", ", bins.Zip(names, (sql, name) => $"({sql})::int as {name}"))} from {table})
            group by grouping sets ({string.Join(", ", names.Select(n => $"({n})"))})
            """);
        foreach (object?[] row in result.Rows())
        {
            int column = Array.FindIndex(row, v => v is not null);
            counts[column][Convert.ToInt32(row[column]) + 1] = Convert.ToInt64(row[^1]);
        }
    }
}
