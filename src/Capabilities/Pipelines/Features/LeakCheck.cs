using Cairn.Compute;
using Cairn.DuckDb;

namespace Cairn.Pipelines.Features;

/// <summary>
/// Whether a feature looks into the future: its SQL is run again as if at an earlier moment, over the rows of its sources that had happened by then. What was known by that
/// moment must come out the same. Rows of sources without an event time are taken as always there.
/// </summary>
internal sealed class LeakCheck(DuckConnection duck, FactTable facts, FactSources sources)
{
    private const string Then = "facts_then";

    /// <summary>How many moments are looked at, spread over the times at which facts became known.</summary>
    private const int Moments = 3;

    /// <returns>The moments that were looked at.</returns>
    /// <exception cref="StepException">It does.</exception>
    public int Run(string table, FactColumns columns)
    {
        if (!sources.HaveTimes) return 0;
        IReadOnlyList<DateTime> moments = MomentsOf(table);
        foreach (DateTime moment in moments)
        {
            sources.Open(moment);
            facts.Make(Then);
            string row = Comparable(columns), by = $"where {FactColumns.Known} <= {DuckSql.Literal((object)moment)}";
            string now = $"select {row} from {table} {by}", then = $"select {row} from {Then} {by}";
            long changed = duck.Scalar<long>($"select greatest((select count(*) from ({now} except all {then})), (select count(*) from ({then} except all {now})))");
            if (changed > 0) throw new StepException($"The feature looks into the future: {changed} facts come out otherwise when only the rows are read that had happened by the time they were known. Widen 'after', or let the SQL look back only.");
        }

        if (moments.Count > 0) duck.Execute($"drop table {Then}");
        return moments.Count;
    }

    private List<DateTime> MomentsOf(string table)
    {
        using DuckResult result = duck.Query($"select distinct unnest(quantile_disc(k, [{string.Join(", ", Enumerable.Range(1, Moments).Select(m => FormattableString.Invariant($"{(double)m / (Moments + 1)}")))}])) from (select distinct {FactColumns.Known} as k from {table}) order by 1");
        return [.. result.Rows().Where(r => r[0] is DateTime).Select(r => (DateTime)r[0]!)];
    }

    // The same sum in another order may differ in its last bits.
    private static string Comparable(FactColumns columns)
        => $"{columns.KeyList}, {FactColumns.Happened}, {FactColumns.Known}{string.Concat(columns.Values.Select(v => v.IsText ? ", " + DuckSql.Identifier(v.Name) : $", printf('%.9g', {DuckSql.Identifier(v.Name)}::double)"))}";
}
