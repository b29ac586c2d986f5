using System.Text.Json;
using Cairn.Contracts.DataContracts;
using Cairn.Data.Ingest;

namespace Cairn.Data.Arrivals;

/// <summary>An arrival as stored; times are unix milliseconds of domain time.</summary>
internal sealed record ArrivalRow
{
    /// <summary>What the ids of gatherings begin with, before a ULID.</summary>
    public const string RunIdPrefix = "ing-";

    /// <summary>The failure of what was given up.</summary>
    public const string GivenUp = "internal";

    public string RunId { get; init; } = "";
    public string Project { get; init; } = "";
    public string Source { get; init; } = "";
    public string Partition { get; init; } = "";
    public string State { get; init; } = "";
    public string TriggerKind { get; init; } = "";
    public int Attempt { get; init; }
    public string SourceUri { get; init; } = "";
    public string? SourceDigest { get; init; }

    /// <summary>Names, lengths and writing times of its files.</summary>
    public string? Fingerprint { get; init; }
    public long? Rows { get; init; }
    public long? Bytes { get; init; }

    /// <summary>Kept also when it was quarantined, so that it can be released.</summary>
    public string? TableDigest { get; init; }
    public string? ProfileDigest { get; init; }
    public string? SchemaJson { get; init; }
    public string? Rules { get; init; }
    public long? NewestEventAt { get; init; }
    public string? Failure { get; init; }
    public string? Reason { get; init; }
    public string? VersionId { get; init; }
    public long StartedAt { get; init; }
    public long? FinishedAt { get; init; }
    public string StartedEvent { get; init; } = "";
    public string? FinishedEvent { get; init; }
    public string? ReleasedBy { get; init; }

    /// <summary>Told where arrivals are listed.</summary>
    public string? SupersededBy { get; init; }

    public ArrivalState StateValue => Enum.Parse<ArrivalState>(State, ignoreCase: true);

    /// <summary>Nothing more is to be done about it until somebody asks.</summary>
    public bool Settled => StateValue is ArrivalState.Accepted or ArrivalState.Warned or ArrivalState.Quarantined;

    /// <summary>Fingerprint of what was taken; null when nothing was.</summary>
    public string? Taken => Settled ? Fingerprint : null;

    /// <summary>Fingerprint of what was looked at to its end; null when that is still to be done.</summary>
    public string? Seen => StateValue == ArrivalState.Running || IsGivenUp ? null : Fingerprint;

    /// <summary>Every attempt at it failed for reasons that are not the data's.</summary>
    public bool IsGivenUp => Failure == GivenUp;

    /// <summary>It began after the job was asked for: both are named by the real time at which they were made.</summary>
    public bool IsSince(string jobId) => string.CompareOrdinal(RunId, RunIdPrefix + jobId) > 0;

    public Arrival View() => new()
    {
        RunId = RunId,
        Project = Project,
        Source = Source,
        Partition = Partition,
        State = StateValue,
        Trigger = TriggerKind,
        SourceUri = SourceUri,
        SourceDigest = SourceDigest,
        Rows = Rows,
        VersionId = VersionId,
        Failure = Failure,
        Reason = Reason,
        Rules = Rules is null ? [] : JsonSerializer.Deserialize<List<RuleResult>>(Rules, IngestFiles.Json)!,
        NewestEventAt = Time(NewestEventAt),
        StartedAt = Time(StartedAt)!.Value,
        FinishedAt = Time(FinishedAt),
        ReleasedBy = ReleasedBy,
        SupersededBy = SupersededBy,
        EventId = FinishedEvent,
    };

    public static string Word(ArrivalState state) => state.ToString().ToLowerInvariant();

    private static DateTimeOffset? Time(long? ms) => ms is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
