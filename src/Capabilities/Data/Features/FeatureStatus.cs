namespace Cairn.Data;

/// <summary>A feature as it stands. Times are domain time.</summary>
/// <param name="Version">Number of the file in force; null before the first.</param>
/// <param name="AsOf">When the newest data in it had arrived.</param>
/// <param name="Age">Since then.</param>
/// <param name="Most">The age that the project file allows; null when it says none.</param>
/// <param name="Fresh">Whether <paramref name="Age"/> keeps it; null when the file says none or nothing was made.</param>
/// <param name="After">How long after its time a fact is known, as the file declares it; null when a column says it.</param>
/// <param name="Lag">How long after their time the newest rows of its slowest source arrived; null when that is not known.</param>
/// <param name="InTime">Whether <paramref name="Lag"/> is within <paramref name="After"/>; null when one of them is not known.</param>
public sealed record FeatureStatus(
    string Project, string Name, IReadOnlyList<string> Key, IReadOnlyList<string> Values, int? Version, string? Digest, long? Entries, DateTimeOffset? AsOf, DateTimeOffset? PublishedAt, string? RunId,
    TimeSpan? Age, TimeSpan? Most, bool? Fresh, TimeSpan? After, TimeSpan? Lag, bool? InTime)
{
    /// <summary>By which people know the run.</summary>
    public long? RunNumber { get; init; }
}
