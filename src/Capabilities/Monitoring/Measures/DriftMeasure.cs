using Cairn.DuckDb;
using Cairn.Statistics;

namespace Cairn.Monitoring;

/// <summary>The population stability index of each input column and of the score against how they lay in training and evaluation, by <see cref="ReferenceBins"/>.</summary>
internal static class DriftMeasure
{
    private const int Least = 200;

    /// <param name="rows">A table expression with the columns.</param>
    /// <param name="effect">Least index that counts as drift, above the noise of the sample sizes.</param>
    public static MeasuredSpan Measure(DuckConnection duck, string rows, IReadOnlyList<WatchedColumn> columns, double effect, double falseAlarm)
    {
        if (columns.Count == 0) return new MeasuredSpan(0, []);
        IReadOnlyList<long[]> counts = ReferenceBins.Count(duck, rows, [.. columns.Select(c => c.Bins)]);
        long n = counts[0].Sum();
        return n < Least ? new MeasuredSpan(n, []) : new MeasuredSpan(n, [.. columns.Zip(counts, (column, found) => Index(column, found, effect, falseAlarm))]);
    }

    /// <summary>Columns of a table expression by name.</summary>
    public static IReadOnlySet<string> Columns(DuckConnection duck, string table)
    {
        using DuckResult result = duck.Query($"select column_name from (describe select * from {table})");
        return result.Rows().Select(r => (string)r[0]!).ToHashSet(StringComparer.Ordinal);
    }

    private static Measure Index(WatchedColumn column, long[] found, double effect, double falseAlarm)
    {
        PsiResult psi = Psi.OfCounts(column.Bins.Counts, found, falseAlarm);
        if (!column.Judged) return new Measure("psi", column.Name, psi.Value, null, 0);
        double limit = Math.Max(effect, psi.Threshold);
        return new Measure("psi", column.Name, psi.Value, limit, 0, psi.Value > limit);
    }
}
