namespace Cairn.Code;

/// <summary>A stored run of a suite or a build on one commit.</summary>
internal sealed record CheckRow
{
    public string RunId { get; init; } = "";
    public string Project { get; init; } = "";
    public string CommitId { get; init; } = "";

    /// <summary>Of the change.</summary>
    public long Number { get; init; }

    public string Kind { get; init; } = "";
    public string Name { get; init; } = "";
    public string Area { get; init; } = "";
    public string Command { get; init; } = "";

    /// <summary>Of the report, or of what the build makes.</summary>
    public string Path { get; init; } = "";

    public string Status { get; init; } = CheckStatus.Queued;
    public long Tests { get; init; }
    public long Failed { get; init; }
    public long Skipped { get; init; }
    public string Failures { get; init; } = "[]";
    public string? Digest { get; init; }
    public long? Size { get; init; }
    public double Duration { get; init; }
    public string? Reason { get; init; }
    public string? LogPath { get; init; }
    public string? StartedEvent { get; init; }
    public long? FinishedAt { get; init; }

    public bool Ended => Status is CheckStatus.Succeeded or CheckStatus.Failed;

    public SuiteResult Suite() => new()
    {
        Project = Project,
        Commit = CommitId,
        Suite = Name,
        Area = Area,
        RunId = RunId,
        Status = Status,
        Tests = (int)Tests,
        Failed = (int)Failed,
        Skipped = (int)Skipped,
        Duration = Duration,
        Failures = ChangeRow.Texts(Failures),
        Reason = Reason,
        LogPath = LogPath,
        FinishedAt = Time(FinishedAt),
    };

    public BuildView Build() => new()
    {
        Project = Project,
        Commit = CommitId,
        Name = Name,
        Area = Area,
        RunId = RunId,
        Status = Status,
        Digest = Digest,
        Size = Size,
        Duration = Duration,
        Reason = Reason,
        LogPath = LogPath,
        FinishedAt = Time(FinishedAt),
    };

    private static DateTimeOffset? Time(long? ms) => ms is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
