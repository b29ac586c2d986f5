namespace Cairn.Monitoring;

/// <summary>A closed window of a monitor. Times are unix milliseconds of domain time.</summary>
public sealed record Window
{
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string Endpoint { get; init; } = "";
    public string Env { get; init; } = "";

    /// <summary><c>traffic contract quality drift service freshness</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The declared monitor, or empty for what is watched by default.</summary>
    public string Monitor { get; init; } = "";
    public long FromAt { get; init; }
    public long ToAt { get; init; }

    /// <summary>The version that answered most of its rows.</summary>
    public string? Version { get; init; }
    public long N { get; init; }

    /// <summary>JSON of <see cref="Measure"/>s.</summary>
    public string Measures { get; init; } = "[]";
    public bool Breached { get; init; }
    public string Event { get; init; } = "";
}
