using Cairn.DuckDb;
using Cairn.Statistics;

namespace Cairn.Monitoring;

/// <summary>
/// The population stability index of each input column and of the score against a reference table, by <see cref="ReferenceBins"/>.
/// </summary>
internal static class DriftMeasure
{
    private const int Least = 200;

    /// <param name="reference">A table with the same columns; <c>score</c> may be missing.</param>
    /// <param name="effect">Least index that counts as drift, above the noise of the sample sizes.</param>
    public static MeasuredSpan Measure(DuckConnection duck, string current, Reference reference, IReadOnlyList<string> columns, double effect, double falseAlarm)
    {
        long rows = duck.Scalar<long>($"select count(*) from {current}");
        if (rows < Least) return new MeasuredSpan(rows, []);
        var values = new List<Measure>();
        foreach (string column in columns)
        {
            ReferenceBins bins = reference.Bins(duck, column);
            PsiResult psi = Psi.OfCounts(bins.Counts, bins.Count(duck, current), falseAlarm);
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
}
