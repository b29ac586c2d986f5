namespace Cairn.Code;

/// <summary>One commit of the watched branch (first-parent line), with what its checks found.</summary>
public sealed record ChangeView
{
    public required string Project { get; init; }

    /// <summary>40 hex digits.</summary>
    public required string Commit { get; init; }

    /// <summary>Branch.</summary>
    public required string Ref { get; init; }

    /// <summary>Counts the project's changes from 1, in the order they were merged.</summary>
    public required long Number { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyList<string> Areas { get; init; }

    /// <summary>Person ids.</summary>
    public required IReadOnlyList<string> Authors { get; init; }

    /// <summary>Person ids of those who hold a role in the project.</summary>
    public required IReadOnlyList<string> Reviewers { get; init; }

    /// <summary>History was rewritten to bring it in.</summary>
    public required bool Forced { get; init; }

    /// <summary>Lines added and removed.</summary>
    public required long Lines { get; init; }

    /// <summary><c>pending</c>, then <c>passed</c>, <c>failed</c> or <c>none</c>.</summary>
    public required string Checks { get; init; }

    /// <summary>Committer time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Domain time it was seen.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Id of <c>change.merged</c>; null while checks run.</summary>
    public string? EventId { get; init; }

    public IReadOnlyList<SuiteResult> Suites { get; init; } = [];

    public IReadOnlyList<BuildView> Builds { get; init; } = [];

    /// <summary>Applications of the project file with a build of this commit, ready to be released when <see cref="Checks"/> is <c>passed</c>.</summary>
    public IReadOnlyList<AppBuild> Apps { get; init; } = [];
}
