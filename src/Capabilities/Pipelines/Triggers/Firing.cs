using System.Text.Json.Serialization;

namespace Cairn.Pipelines.Triggers;

/// <summary>
/// A cause that a trigger was asked about, and what came of it: it fired, it was held back, or a run that another cause started answers it
/// too. One cause is one of these, and has at most one run.
/// </summary>
public sealed record Firing
{
    public const string Fired = "fired", Held = "held", Joined = "joined";

    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string TriggerName { get; init; } = "";

    /// <summary><c>schedule</c>, <c>data</c>, <c>drift</c>, <c>metric</c>, <c>incident</c>, <c>change</c>, <c>webhook</c> or <c>manual</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The event that caused it, or the key of the schedule's turn.</summary>
    public string Cause { get; init; } = "";

    /// <summary><see cref="Fired"/>, <see cref="Held"/> or <see cref="Joined"/>.</summary>
    public string Outcome { get; init; } = "";
    public string? Reason { get; init; }

    /// <summary>The run that it started, or joined.</summary>
    public string? RunId { get; init; }
    public string? Event { get; init; }

    /// <summary>It is held back for now and asked again.</summary>
    public bool Waits => Ask is not null;

    /// <summary>When it is asked again, in unix milliseconds of domain time; null when that is when a run ends, or never.</summary>
    public long? Due { get; init; }

    /// <summary>JSON of what is asked again; null when nothing is.</summary>
    [JsonIgnore]
    public string? Ask { get; init; }

    /// <summary>The source whose growth was asked about.</summary>
    public string? Source { get; init; }

    /// <summary>New rows of it.</summary>
    public long Rows { get; init; }

    /// <summary>Unix milliseconds of domain time.</summary>
    public long At { get; init; }
}
