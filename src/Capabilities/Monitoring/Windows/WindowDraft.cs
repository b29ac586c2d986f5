namespace Cairn.Monitoring;

/// <summary>A window about to be closed.</summary>
internal sealed record WindowDraft(string Project, string Endpoint, string Env, string Kind, string Monitor, DateTimeOffset From, DateTimeOffset To, string? Version, MeasuredSpan Found)
{
    /// <summary>The version that answered most of its last day: where a breach is over, the one that mended it.</summary>
    public string? Newest { get; init; }
}
