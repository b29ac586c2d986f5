namespace Cairn.Data;

/// <summary>A feature as it stands. Times are domain time.</summary>
/// <param name="Version">Number of the file in force; null before the first.</param>
/// <param name="AsOf">When the newest data in it had arrived.</param>
/// <param name="Age">Since then.</param>
/// <param name="Most">The age that the project file allows; null when it says none.</param>
/// <param name="Fresh">Whether <paramref name="Age"/> keeps it; null when the file says none or nothing was made.</param>
public sealed record FeatureStatus(
    string Project, string Name, IReadOnlyList<string> Key, IReadOnlyList<string> Values, int? Version, string? Digest, long? Entries, DateTimeOffset? AsOf, DateTimeOffset? PublishedAt, string? RunId,
    TimeSpan? Age, TimeSpan? Most, bool? Fresh);
