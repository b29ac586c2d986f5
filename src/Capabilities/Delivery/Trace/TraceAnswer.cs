namespace Cairn.Delivery;

/// <summary>One answer, back to where it came from. What is not known is left out.</summary>
public sealed record TraceAnswer(TracedPrediction Prediction, TracedRelease? Release, TracedVersion? Version, TracedRun? Run, IReadOnlyList<TracedDataset> Data);

public sealed record TracedPrediction(string Id, string Project, string Endpoint, string Environment, string Variant, DateTimeOffset At, double? Score, string? Key);

public sealed record TracedRelease(string Id, string State, string Trigger, string? Event);

public sealed record TracedVersion(string Id, string Model, int Number, string Digest, string? Recipe, DateTimeOffset RegisteredAt, string Event);

public sealed record TracedRun(string Id, string? Commit, string? Pipeline, string? Environment, string? Trigger, DateTimeOffset At, string Event);

/// <summary>A dataset version that went into the run, and the file it was made of.</summary>
public sealed record TracedDataset(string Source, string Id, string? Partition, string? Digest, long? Rows, string? File, string? FileDigest, string? Event);
