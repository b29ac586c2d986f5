namespace Cairn.Contracts.Snapshots;

/// <summary>Hard limits of a canary, kept by the data plane without asking anybody.</summary>
public sealed record CanaryLimits
{
    /// <summary>The release these limits belong to; a tripped canary stays tripped for as long as this is the same.</summary>
    public required string Release { get; init; }

    /// <summary>The canary is dropped once this many of its last <see cref="Window"/> requests failed.</summary>
    public int MaxErrors { get; set; } = 5;

    /// <summary>How many of the last requests are looked at, 1 to 100,000.</summary>
    public int Window { get; set; } = 100;

    /// <summary>End of the lease, in real time: after it the stable variant answers alone.</summary>
    public DateTimeOffset? Until { get; set; }
}
