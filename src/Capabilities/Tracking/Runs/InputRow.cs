namespace Cairn.Tracking.Runs;

/// <summary>A dataset as one run read it. <see cref="Tags"/> is a JSON list of key and value.</summary>
internal sealed record InputRow
{
    public long Run { get; init; }
    public string Name { get; init; } = "";
    public string Digest { get; init; } = "";
    public string SourceType { get; init; } = "";
    public string Source { get; init; } = "";
    public string? SchemaJson { get; init; }
    public string? Profile { get; init; }
    public string Context { get; init; } = "";
    public string Tags { get; init; } = "[]";
}
