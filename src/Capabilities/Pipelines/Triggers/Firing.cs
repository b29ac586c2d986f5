namespace Cairn.Pipelines.Triggers;

/// <summary>One time a trigger was asked: it fired, or was held back with the reason. One cause is asked once.</summary>
public sealed record Firing
{
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string TriggerName { get; init; } = "";

    /// <summary><c>schedule</c>, <c>data</c>, <c>drift</c>, <c>metric</c>, <c>change</c>, <c>webhook</c> or <c>manual</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The event that caused it, or the key of the schedule's turn.</summary>
    public string Cause { get; init; } = "";

    /// <summary><c>fired</c> or <c>held</c>.</summary>
    public string Outcome { get; init; } = "";
    public string? Reason { get; init; }
    public string? RunId { get; init; }
    public string? Event { get; init; }

    /// <summary>The source whose growth was asked about.</summary>
    public string? Source { get; init; }

    /// <summary>New rows of it.</summary>
    public long Rows { get; init; }

    /// <summary>Unix milliseconds of domain time.</summary>
    public long At { get; init; }
}
