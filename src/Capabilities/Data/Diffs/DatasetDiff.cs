namespace Cairn.Data.Diffs;

/// <summary>What differs between two dataset versions.</summary>
/// <param name="Same">Their content is the same, byte for byte.</param>
/// <param name="Schema">Columns that came, went or changed their type.</param>
/// <param name="ByKey">Rows by the key of the source; null when it has none or their contents cannot be compared.</param>
/// <param name="Columns">The columns that both have.</param>
public sealed record DatasetDiff(DiffSide From, DiffSide To, bool Same, IReadOnlyList<SchemaChange> Schema, RowChanges? ByKey, IReadOnlyList<ColumnChange> Columns);

public sealed record DiffSide(string Id, string Source, string Partition, int Number, string Digest, long Rows);

/// <param name="Before">Type before; null when the column is new.</param>
/// <param name="After">Type after; null when it is gone.</param>
public sealed record SchemaChange(string Column, string? Before, string? After);

/// <param name="Key">Columns that name a row.</param>
public sealed record RowChanges(IReadOnlyList<string> Key, long Added, long Removed, long Changed, long Unchanged);

/// <summary>A column before and after. Shares are 0 to 1.</summary>
/// <param name="Psi">How far the distributions lie apart; null when they cannot be compared.</param>
/// <param name="PsiLimit">What <paramref name="Psi"/> exceeds once in a hundred times when nothing changed.</param>
public sealed record ColumnChange(
    string Column, string Type, double MissingBefore, double MissingAfter, long DistinctBefore, long DistinctAfter, double? MeanBefore, double? MeanAfter, double? Psi, double? PsiLimit)
{
    /// <summary>It moved more than chance moves it.</summary>
    public bool Moved => Psi > PsiLimit;
}
