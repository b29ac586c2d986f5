using Cairn.Platform.Artifacts;

namespace Cairn.Data.Ingest;

/// <summary>What came of one gathering, before it is put on record.</summary>
/// <param name="Failure">As in <see cref="Arrival.Failure"/>.</param>
internal sealed record Finding(ArrivalState State, string? Failure = null, string? Reason = null)
{
    public IngestVerdict? Verdict { get; init; }

    public Artifact? Table { get; init; }

    public Artifact? Profile { get; init; }

    public string? SourceDigest { get; init; }

    /// <summary>Ids of the dataset versions that it is made of.</summary>
    public IReadOnlyList<string> MadeOf { get; init; } = [];

    public double? CpuSeconds { get; init; }

    public long? PeakMemory { get; init; }
}
