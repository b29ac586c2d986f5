namespace Cairn.Projects;

/// <summary>A stored project; times are unix milliseconds, of domain time unless said.</summary>
internal sealed record ProjectRow
{
    public string Name { get; init; } = "";
    public string Repository { get; init; } = "";
    public string Branch { get; init; } = "";
    public string CommitId { get; init; } = "";
    public string FileDigest { get; init; } = "";

    /// <summary>The bytes of <c>cairn.yaml</c> as text.</summary>
    public string File { get; init; } = "";

    public string State { get; init; } = "";

    /// <summary>Person id; the owner when the file names none.</summary>
    public string RegisteredBy { get; init; } = "";

    public long RegisteredAt { get; init; }
    public long DeclaredAt { get; init; }
    public string DeclaredEvent { get; init; } = "";

    /// <summary>Newest look at the repository, in domain time.</summary>
    public long SyncedAt { get; init; }

    /// <summary>Why the newest look changed nothing, as JSON of <see cref="SyncFault"/>; null when all was well.</summary>
    public string? SyncFault { get; init; }
}
