namespace Cairn.Maturity.Facts;

/// <summary>One stage of the loop: what happened last, who owns it, what watches it. Without a live monitor it is red.</summary>
internal sealed record Stage(string Name, Fact? LastRun, string? Owner, Fact? Monitor)
{
    /// <summary>When the monitor counts as dead if it stays silent.</summary>
    public DateTimeOffset? MonitorUntil { get; init; }
}
