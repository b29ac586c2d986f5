using Cairn.Contracts.Projects;

namespace Cairn.Projects;

/// <summary>A registered project as it stands: the newest adopted commit and the project file that was valid at it.</summary>
public sealed record ProjectView
{
    public required string Name { get; init; }

    /// <summary>The https URL or the local path it was registered from.</summary>
    public required string Repository { get; init; }

    public required string Branch { get; init; }

    /// <summary>Head of the branch, adopted: 40 hex digits.</summary>
    public required string Commit { get; init; }

    /// <summary><c>sha256:…</c> of the bytes of <c>cairn.yaml</c>.</summary>
    public required string FileDigest { get; init; }

    public required ProjectFile File { get; init; }

    /// <summary>Domain time of the newest <c>project.declared</c>.</summary>
    public required DateTimeOffset DeclaredAt { get; init; }

    /// <summary><c>active</c>, <c>paused</c> or <c>retired</c>.</summary>
    public required string State { get; init; }

    /// <summary>Who wrote what the file says anew, while it is declared; empty when that is not known.</summary>
    public IReadOnlyList<FileWriter> Writers { get; init; } = [];

    /// <summary>Roles that the file no longer gives, while it is declared.</summary>
    public IReadOnlyList<TakenRole> Taken { get; init; } = [];

    public bool Active => State == ProjectStates.Active;
}
