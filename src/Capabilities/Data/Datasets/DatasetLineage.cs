namespace Cairn.Data.Datasets;

/// <summary>Where a version came from and what read it.</summary>
/// <param name="MadeBy">The run that gathered or made it.</param>
/// <param name="MadeOf">Dataset versions that this run read.</param>
/// <param name="Before">The version that it replaced.</param>
/// <param name="UsedBy">Runs that read it, newest first.</param>
public sealed record DatasetLineage(string Id, string Source, string Partition, int Number, string SourceUri, string SourceDigest, string MadeBy, IReadOnlyList<string> MadeOf, string? Before, IReadOnlyList<DatasetUse> UsedBy);

/// <param name="Outputs">What the run registered.</param>
public sealed record DatasetUse(string RunId, string Purpose, DateTimeOffset At, IReadOnlyList<string> Outputs);
