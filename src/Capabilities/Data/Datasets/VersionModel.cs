using Cairn.Data.Diffs;

namespace Cairn.Data.Datasets;

/// <summary>What the page of a dataset version shows.</summary>
/// <param name="Before">The version it is compared with: that of the partition before, or the older one of the same partition.</param>
/// <param name="Used">Ids of runs that read it, newest first.</param>
/// <param name="Open">Column whose plot is asked for by name; null: all in order.</param>
public sealed record VersionModel(
    DatasetVersion Version, DatasetVersion? Before, IReadOnlyList<ColumnProfile> Columns, IReadOnlyList<ColumnProfile> BeforeColumns, IReadOnlyList<UsedBy> Used, Arrival? Arrival, string? Open)
{
    /// <summary>Columns that came, went or changed their type against <see cref="Before"/>.</summary>
    public IReadOnlyList<SchemaChange> Schema { get; init; } = [];

    /// <summary>How the columns that both have moved.</summary>
    public IReadOnlyList<ColumnChange> Changes { get; init; } = [];
}

/// <summary>A run that read a dataset version.</summary>
/// <param name="Number">By which people know the run; null when it is no run of a pipeline.</param>
public sealed record UsedBy(string RunId, string Purpose, DateTimeOffset At, long? Number);
