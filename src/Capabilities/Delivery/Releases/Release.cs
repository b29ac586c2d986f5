using System.Text.Json;
using Cairn.Contracts.Ledger;

namespace Cairn.Delivery;

/// <summary>A release as it is stored. Times are domain time, unix milliseconds; <see cref="Weight"/> is per mille.</summary>
internal sealed record Release
{
    public const string Model = "model", App = "app";

    public string Id { get; init; } = "";
    public long Number { get; init; }

    /// <summary>One cause makes one release.</summary>
    public string Key { get; init; } = "";
    public string Project { get; init; } = "";

    /// <summary><c>model</c> or <c>app</c>.</summary>
    public string Kind { get; init; } = Model;

    /// <summary>Endpoint, or application.</summary>
    public string Name { get; init; } = "";
    public string Environment { get; init; } = "";
    public string EnvironmentRole { get; init; } = "";

    /// <summary>Model version; of an application the digest of what was built.</summary>
    public string VersionId { get; init; } = "";
    public int VersionNumber { get; init; }
    public string Digest { get; init; } = "";
    public string? CommitId { get; init; }
    public string? PreviousId { get; init; }
    public int? PreviousNumber { get; init; }
    public string? PreviousDigest { get; init; }
    public string Strategy { get; init; } = "";
    public string Plan { get; init; } = "{}";

    /// <summary><c>pipeline</c>, <c>merge</c> or <c>manual</c>.</summary>
    public string TriggerKind { get; init; } = "";
    public bool Rollback { get; init; }

    /// <summary>JSON of who started it.</summary>
    public string Actor { get; init; } = "";
    public string State { get; init; } = ReleaseStates.Queued;
    public bool Active { get; init; }

    /// <summary>Counts transitions; a verb may name the one it saw.</summary>
    public long Seq { get; init; }
    public int Step { get; init; } = -1;
    public int Weight { get; init; }
    public int Holds { get; init; }
    public long StepAt { get; init; }

    /// <summary>JSON of the live counters when the step began.</summary>
    public string? Baseline { get; init; }
    /// <summary>JSON of what the data plane said of its outages when this release first touched the endpoint.</summary>
    public string? Served { get; init; }
    public string? Reason { get; init; }

    /// <summary>Of <c>release.finished</c>; while rolling back, what it will be.</summary>
    public string? Result { get; init; }

    /// <summary>Of a test of two versions, once it is known: <c>promote</c> or <c>keep</c>.</summary>
    public string? Decision { get; init; }

    /// <summary>What the decision rests on: <c>boundary</c>, <c>planned</c> or <c>peeked</c>.</summary>
    public string? Stop { get; init; }

    /// <summary>Event that led to it.</summary>
    public string? Cause { get; init; }
    public string? StartedEvent { get; init; }
    public string? FinishedEvent { get; init; }
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }
    public long? FinishedAt { get; init; }

    public bool IsProduction => EnvironmentRole == "production";

    public bool IsOpen => ReleaseStates.IsOpen(State);

    public ReleasePlanned Planned => ReleasePlanned.Parse(Plan);

    public Actor StartedBy => JsonSerializer.Deserialize<Actor>(Actor, LedgerJson.Options)!;
}
