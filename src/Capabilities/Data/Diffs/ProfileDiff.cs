using Cairn.Data.Datasets;
using Cairn.Statistics;

namespace Cairn.Data.Diffs;

/// <summary>Compares profiles; reads no data. Pure.</summary>
internal static class ProfileDiff
{
    public static IReadOnlyList<SchemaChange> Schema(IReadOnlyList<ColumnProfile> before, IReadOnlyList<ColumnProfile> after)
    {
        Dictionary<string, ColumnProfile> then = before.ToDictionary(c => c.Name, StringComparer.Ordinal), now = after.ToDictionary(c => c.Name, StringComparer.Ordinal);
        return [.. before.Select(c => c.Name).Union(after.Select(c => c.Name), StringComparer.Ordinal)
            .Select(n => new SchemaChange(n, then.GetValueOrDefault(n)?.Type, now.GetValueOrDefault(n)?.Type)).Where(c => c.Before != c.After)];
    }

    public static IReadOnlyList<ColumnChange> Columns(IReadOnlyList<ColumnProfile> before, IReadOnlyList<ColumnProfile> after)
        => [.. after.Join(before, a => a.Name, b => b.Name, (a, b) => Change(b, a), StringComparer.Ordinal)];

    private static ColumnChange Change(ColumnProfile before, ColumnProfile after)
    {
        PsiResult? psi = before.Type == after.Type ? Distance(before, after) : null;
        return new ColumnChange(after.Name, after.Type, before.MissingShare, after.MissingShare, before.Distinct, after.Distinct, before.Average, after.Average,
            psi?.Value, psi is { } p && double.IsFinite(p.Threshold) ? p.Threshold : null);
    }

    /// <summary>How far two columns lie apart, by the bins of their histograms or by their most frequent values; null when they cannot be compared.</summary>
    public static PsiResult? Distance(ColumnProfile before, ColumnProfile after)
    {
        if (before.Rows == 0 || after.Rows == 0) return null;
        if (before.Edges.Count > 0 && before.Edges.SequenceEqual(after.Edges)) return Psi.OfCounts([.. before.Counts, before.Missing], [.. after.Counts, after.Missing]);
        if (before.Top.Count == 0 || after.Top.Count == 0 || before.Edges.Count > 0) return null;
        // Only values that both lists would hold can be counted; the rest is one bin.
        string[] values = [.. before.Top.Select(t => t.Value).Where(v => after.Top.Any(t => t.Value == v) || after.Distinct <= after.Top.Count)
            .Union(after.Top.Select(t => t.Value).Where(_ => before.Distinct <= before.Top.Count), StringComparer.Ordinal)];
        return Psi.OfCounts(Bins(before, values), Bins(after, values));
    }

    private static long[] Bins(ColumnProfile column, string[] values)
    {
        long[] counts = [.. values.Select(v => column.Top.FirstOrDefault(t => t.Value == v).Count)];
        return [.. counts, column.Rows - column.Missing - counts.Sum(), column.Missing];
    }
}
