using Cairn.Contracts.Ledger;
using Cairn.Registry.Versions;

namespace Cairn.Registry.Mlflow;

/// <summary>What a version's source holds: one model file, or the listing of a directory.</summary>
internal sealed record SourceContent(string Digest, long Size, string Format, string SignatureJson)
{
    public string? RunId { get; init; }
    public string? Project { get; init; }
    public string? Commit { get; init; }

    /// <summary>A version that holds it, as a client registers one.</summary>
    public VersionRow Draft(string source, Actor actor) => new()
    {
        Digest = Digest,
        Size = Size,
        Format = Format,
        SignatureJson = SignatureJson,
        Origin = "client",
        TrackingRunId = RunId,
        Source = source,
        UserId = actor.Id,
        CommitId = Commit,
    };
}
