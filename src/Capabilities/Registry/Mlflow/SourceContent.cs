namespace Cairn.Registry.Mlflow;

/// <summary>What a version's source holds: one model file, or the listing of a directory.</summary>
internal sealed record SourceContent(string Digest, long Size, string Format, string SignatureJson)
{
    public string? RunId { get; init; }
    public string? Project { get; init; }
    public string? Commit { get; init; }
}
