namespace Cairn.Data.Datasets;

/// <summary>A dataset version as stored; times are unix milliseconds of domain time.</summary>
internal sealed record VersionRow
{
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string Source { get; init; } = "";
    public string Partition { get; init; } = "";
    public int Number { get; init; }
    public string Digest { get; init; } = "";
    public long Rows { get; init; }
    public long Bytes { get; init; }
    public string SchemaJson { get; init; } = "[]";
    public string ProfileDigest { get; init; } = "";
    public long? NewestEventAt { get; init; }
    public long ArrivedAt { get; init; }
    public string EventId { get; init; } = "";
    public string RunId { get; init; } = "";
    public string SourceUri { get; init; } = "";
    public string SourceDigest { get; init; } = "";
    public long? DeletedAt { get; init; }
    public string? DeletedBy { get; init; }

    public DatasetVersion View() => new()
    {
        Id = Id,
        Project = Project,
        Source = Source,
        Partition = Partition,
        Number = Number,
        Digest = Digest,
        Rows = Rows,
        Bytes = Bytes,
        SchemaJson = SchemaJson,
        ProfileDigest = ProfileDigest,
        ArrivedAt = DateTimeOffset.FromUnixTimeMilliseconds(ArrivedAt),
        EventId = EventId,
        RunId = RunId,
        SourceUri = SourceUri,
        SourceDigest = SourceDigest,
        DeletedAt = DeletedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
    };
}
