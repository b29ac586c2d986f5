using Cairn.DuckDb;
using Cairn.Statistics;

namespace Cairn.Monitoring;

/// <summary>
/// The population stability index of each input column and of the score against a reference table: numbers in ten quantile bins of the reference,
/// texts by value (the fifty most frequent of the reference, the rest as one).
/// </summary>
internal static class DriftMeasure
{
    private const int TopValues = 50, Least = 200;

    /// <param name="reference">A table expression with the same columns; <c>score</c> may be missing.</param>
    /// <param name="effect">Least index that counts as drift, above the noise of the sample sizes.</param>
    public static MeasuredSpan Measure(DuckConnection duck, string current, string reference, IReadOnlyList<string> columns, double effect, double falseAlarm)
    {
        long rows = duck.Scalar<long>($"select count(*) from {current}");
        if (rows < Least) return new MeasuredSpan(rows, []);
        var values = new List<Measure>();
        foreach (string column in columns)
        {
            (long[] before, long[] now) = IsText(duck, reference, column) ? Texts(duck, current, reference, column) : Numbers(duck, current, reference, column);
            PsiResult psi = Psi.OfCounts(before, now, falseAlarm);
            double limit = Math.Max(effect, psi.Threshold);
            values.Add(new Measure("psi", column, psi.Value, limit, 0, psi.Value > limit));
        }
        return new MeasuredSpan(rows, values);
    }

    /// <summary>Columns of a table expression by name.</summary>
    public static IReadOnlySet<string> Columns(DuckConnection duck, string table)
    {
        using DuckResult result = duck.Query($"select column_name from (describe select * from {table})");
        return result.Rows().Select(r => (string)r[0]!).ToHashSet(StringComparer.Ordinal);
    }

    private static bool IsText(DuckConnection duck, string table, string column)
        => duck.Scalar<string>($"select column_type from (describe select {DuckSql.Identifier(column)} from {table})") is "VARCHAR" or "BOOLEAN";

    private static (long[], long[]) Numbers(DuckConnection duck, string current, string reference, string column)
    {
        string name = DuckSql.Identifier(column);
        using DuckResult quantiles = duck.Query($"select unnest(quantile_cont({name}::double, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])) from {reference}");
        double[] edges = [.. quantiles.Rows().Where(r => r[0] is not null).Select(r => Convert.ToDouble(r[0])).Distinct().Order()];
        string bin = edges.Length == 0 ? "0" : string.Join(" + ", edges.Select(e => $"({name}::double > {DuckSql.Literal((object)e)})::int"));
        return (Counts(duck, reference, $"coalesce({bin}, -1)", edges.Length + 2), Counts(duck, current, $"coalesce({bin}, -1)", edges.Length + 2));
    }

    private static (long[], long[]) Texts(DuckConnection duck, string current, string reference, string column)
    {
        string name = DuckSql.Identifier(column);
        using DuckResult top = duck.Query($"select {name}::varchar from {reference} where {name} is not null group by 1 order by count(*) desc, 1 limit {TopValues}");
        string[] known = [.. top.Rows().Select(r => (string)r[0]!)];
        string place = $"case when {name} is null then -1 else coalesce(list_position({DuckSql.List(known)}, {name}::varchar) - 1, {known.Length}) end";
        return (Counts(duck, reference, place, known.Length + 2), Counts(duck, current, place, known.Length + 2));
    }

    // Bin -1 (missing) comes first.
    private static long[] Counts(DuckConnection duck, string table, string bin, int bins)
    {
        long[] counts = new long[bins];
        using DuckResult result = duck.Query($"select {bin} as b, count(*) from {table} group by 1");
        foreach (object?[] row in result.Rows()) counts[Convert.ToInt32(row[0]) + 1] = Convert.ToInt64(row[1]);
        return counts;
    }
}
