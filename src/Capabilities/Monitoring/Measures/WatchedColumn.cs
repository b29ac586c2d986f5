namespace Cairn.Monitoring;

/// <summary>A column whose drift is measured.</summary>
/// <param name="Judged">False: its index is told without a limit.</param>
internal sealed record WatchedColumn(string Name, ReferenceBins Bins, bool Judged = true)
{
    /// <summary>The prediction itself.</summary>
    public const string Score = "score";
}
