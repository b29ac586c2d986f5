namespace Cairn.Delivery;

/// <summary>A stored decision; <see cref="Checks"/> is a JSON array of <see cref="CheckResult"/>.</summary>
public sealed record GateDecision
{
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string Gate { get; init; } = "";
    public string Endpoint { get; init; } = "";
    public string VersionId { get; init; } = "";
    public string? ChampionId { get; init; }
    public string RunId { get; init; } = "";

    /// <summary>Digest of the table both were measured on.</summary>
    public string? EvalDigest { get; init; }
    public string? TrainDigest { get; init; }

    /// <summary><c>promote</c>, <c>reject</c> or <c>hold</c>.</summary>
    public string Decision { get; init; } = "";
    public string Reason { get; init; } = "";
    public string Checks { get; init; } = "[]";
    public string EventId { get; init; } = "";

    /// <summary>Domain time, unix milliseconds.</summary>
    public long DecidedAt { get; init; }
}
