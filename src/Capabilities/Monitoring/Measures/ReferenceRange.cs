using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>What a column held in training: the share that was missing, and the values there were. Bins are for how often, this is for whether at all.</summary>
/// <param name="Value">A value of the column as SQL, null where it is missing.</param>
/// <param name="Unseen">Whether a value that is there was never seen, as SQL; null for texts of too many values (numbers of orders, remarks), which are always new.</param>
/// <param name="Missing">Share of the reference that is missing.</param>
internal sealed record ReferenceRange(string Value, string? Unseen, double Missing)
{
    private const int MostValues = 1000;

    // What is kept in single precision lies beside the end it was rounded from.
    private const double Rounding = 1e-6;

    public static ReferenceRange Numbers(DuckConnection duck, string reference, string column)
    {
        string value = ColumnSql.Number(column);
        using DuckResult result = duck.Query($"select min({value}), max({value}), count(*) - count({value}), count(*) from {reference}");
        object?[] row = result.Rows().Single();
        double missing = Share(Convert.ToInt64(row[2]), Convert.ToInt64(row[3]));
        if (row[0] is not double low || row[1] is not double high) return new ReferenceRange(value, null, missing);
        string from = DuckSql.Literal((object)(low - (Math.Abs(low) * Rounding))), to = DuckSql.Literal((object)(high + (Math.Abs(high) * Rounding)));
        return new ReferenceRange(value, $"{value} not between {from} and {to}", missing);
    }

    public static ReferenceRange Texts(DuckConnection duck, string reference, string column)
    {
        string value = ColumnSql.Text(column);
        using DuckResult result = duck.Query($"select {value}, count(*), (sum(count(*)) over ())::bigint from {reference} group by 1 order by 1 nulls first limit {MostValues + 2}");
        object?[][] rows = [.. result.Rows()];
        double missing = rows is [[null, long none, long all], ..] ? Share(none, all) : 0;
        string[] known = [.. rows.Where(r => r[0] is not null).Select(r => DuckSql.Literal((string)r[0]!))];
        return new ReferenceRange(value, known.Length is 0 or > MostValues ? null : $"{value} not in ({string.Join(", ", known)})", missing);
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : part / (double)whole;
}
