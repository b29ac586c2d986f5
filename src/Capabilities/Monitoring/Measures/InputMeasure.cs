using Cairn.Contracts.DataContracts;
using Cairn.DuckDb;
using Cairn.Statistics;

namespace Cairn.Monitoring;

/// <summary>
/// How good the data is that was answered: of each input column the share that was <c>missing</c>, held against what the endpoint's contract allows, and the
/// share that was <c>unseen</c>: numbers beyond the range of training, values that training never held.
/// </summary>
internal static class InputMeasure
{
    private const double ByChance = 0.01;

    /// <param name="rows">A table expression of answered rows.</param>
    /// <param name="training">Null when nobody knows what the version was trained on.</param>
    public static MeasuredSpan Measure(DuckConnection duck, string rows, IReadOnlyList<string> columns, Reference? training, DataContract agreed)
    {
        if (columns.Count == 0) return new MeasuredSpan(0, []);
        ReferenceRange?[] ranges = [.. columns.Select(c => training?.Has(duck, c) == true ? training.Range(duck, c) : null)];
        string counts = string.Join(", ", columns.Zip(ranges, (column, range) => $"count({range?.Value ?? Value(column)}), count(*) filter ({range?.Unseen ?? "false"})"));
        using DuckResult result = duck.Query($"select count(*), {counts} from {rows}");
        object?[] row = result.Rows().Single();
        int n = Convert.ToInt32(row[0]);
        if (n == 0) return new MeasuredSpan(0, []);
        var values = new List<Measure>();
        for (int i = 0; i < columns.Count; i++)
        {
            values.Add(Missing(columns[i], n - Convert.ToInt32(row[1 + (2 * i)]), n, (ranges[i]?.Missing, Allowed(agreed, columns[i]))));
            if (ranges[i]?.Unseen is not null) values.Add(new Measure("unseen", columns[i], Convert.ToInt64(row[2 + (2 * i)]) / (double)n, null, 0));
        }
        return new MeasuredSpan(n, values);
    }

    // None at all is asked of each request: what comes with one is refused.
    private static double? Allowed(DataContract agreed, string column) => agreed.Columns.FirstOrDefault(r => r.Name == column)?.Missing is > 0 and var share ? share : null;

    // Above what is allowed, and more so than chance makes of so few rows.
    private static Measure Missing(string column, int missing, int n, (double? Training, double? Allowed) of) => new(
        "missing", column, missing / (double)n, of.Allowed, of.Training, of.Allowed is { } allowed && missing > allowed * n && Binomial.AtLeast(missing, n, allowed) < ByChance);

    // Of a column that training did not have only the text is sure to be there.
    private static string Value(string column) => $"nullif({ColumnSql.Text(column)}, 'nan')";
}
