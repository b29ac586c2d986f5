namespace Cairn.Monitoring;

/// <summary>A time in which an endpoint was announced to be away, before it began. Times are unix milliseconds of domain time.</summary>
internal sealed record PlannedDowntime
{
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";

    /// <summary>Null: every endpoint of the project in production.</summary>
    public string? Endpoint { get; init; }
    public string? Env { get; init; }
    public string? Route { get; init; }
    public long Begins { get; init; }
    public long Ends { get; init; }
    public string Reason { get; init; } = "";
    public string AnnouncedBy { get; init; } = "";
    public long AnnouncedAt { get; init; }

    public bool IsOf(string endpoint, string env) => Endpoint is null || (Endpoint == endpoint && Env == env);
}
