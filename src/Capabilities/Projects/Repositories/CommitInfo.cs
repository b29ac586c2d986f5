namespace Cairn.Projects;

/// <summary>What a commit says of itself. Names and addresses are claims; they never enter the ledger.</summary>
public sealed record CommitInfo
{
    /// <summary>40 hex digits.</summary>
    public required string Commit { get; init; }

    /// <summary>First parent first; empty for a root.</summary>
    public required IReadOnlyList<string> Parents { get; init; }

    public required Signature Author { get; init; }

    public required Signature Committer { get; init; }

    /// <summary>From <c>Reviewed-by:</c> trailers, as written.</summary>
    public required IReadOnlyList<Signature> Reviewers { get; init; }

    /// <summary>From <c>Co-authored-by:</c> trailers, as written.</summary>
    public required IReadOnlyList<Signature> CoAuthors { get; init; }

    /// <summary>Other trailers of ours by name, e.g. <c>Cairn-Run</c>.</summary>
    public required IReadOnlyDictionary<string, string> Trailers { get; init; }

    /// <summary>Paths that differ from the first parent (all, for a root), with '/'.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Lines added and removed against the first parent; binary files count none.</summary>
    public required long Lines { get; init; }

    public required string Title { get; init; }

    /// <summary>Committer time.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A person as written in a commit.</summary>
public sealed record Signature(string Name, string Email);

/// <summary>A stretch of history.</summary>
/// <param name="Rewritten">The older end is no ancestor of the newer: history was rewritten.</param>
public sealed record Ancestry(IReadOnlyList<string> Commits, bool Rewritten);
