namespace Cairn.Code;

/// <summary>One run of a test suite on a commit.</summary>
public sealed record SuiteResult
{
    public required string Project { get; init; }

    public required string Commit { get; init; }

    public required string Suite { get; init; }

    public required string Area { get; init; }

    /// <summary>Subject id of its run events.</summary>
    public required string RunId { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>succeeded</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Tests that ran, skipped ones not counted.</summary>
    public required int Tests { get; init; }

    public required int Failed { get; init; }

    public required int Skipped { get; init; }

    /// <summary>Seconds of real time.</summary>
    public required double Duration { get; init; }

    /// <summary>Names of failed tests, the first hundred.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    public string? Reason { get; init; }

    public string? LogPath { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
