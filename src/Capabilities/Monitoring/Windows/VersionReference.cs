namespace Cairn.Monitoring;

/// <summary>What production of a version is held against.</summary>
/// <param name="Training">The table it was trained on; null when no record tells.</param>
/// <param name="Scores">How its scores lay when it was evaluated first; null when it never was.</param>
internal sealed record VersionReference(Reference? Training, ReferenceBins? Scores)
{
    public static VersionReference None { get; } = new(null, null);

    /// <summary>The columns of a span that have a reference, the score last.</summary>
    public IReadOnlyList<WatchedColumn> Watch(ProductionSpan span, Contracts.Projects.Monitor monitor)
    {
        bool Judged(string column) => monitor.Columns.Count == 0 || monitor.Columns.Contains(column);
        IEnumerable<WatchedColumn> inputs = Training is { } table ? span.InputColumns.Where(c => Judged(c) && table.Has(span.Duck, c)).Select(c => new WatchedColumn(c, table.Bins(span.Duck, c))) : [];
        return Scores is null ? [.. inputs] : [.. inputs, new WatchedColumn(WatchedColumn.Score, Scores, Judged(WatchedColumn.Score))];
    }
}
