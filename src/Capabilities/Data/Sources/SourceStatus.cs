namespace Cairn.Data;

/// <summary>A source as it stands. Times are domain time.</summary>
/// <param name="NextDue">When it is gathered next by its schedule; null without one.</param>
/// <param name="LastPartition">Newest partition with a version.</param>
/// <param name="LastArrivedAt">When that version arrived.</param>
/// <param name="NewestEventAt">Newest event time in it; null when the source names no time column.</param>
/// <param name="Age">Since the newest event time, or else the newest arrival; null when there is none.</param>
/// <param name="Fresh">Whether <paramref name="Age"/> keeps the contract's <c>fresh</c>; null when it says none or nothing arrived.</param>
/// <param name="Waiting">Partitions due and not yet gathered with success, oldest first.</param>
public sealed record SourceStatus(
    string Project, string Name, string From, string? Every, DateTimeOffset? NextDue, string? LastPartition, DateTimeOffset? LastArrivedAt, DateTimeOffset? NewestEventAt,
    TimeSpan? Age, bool? Fresh, int Versions, int Quarantined, IReadOnlyList<string> Waiting);
