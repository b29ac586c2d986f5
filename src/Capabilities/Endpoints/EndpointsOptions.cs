namespace Cairn.Endpoints;

/// <summary>Settings of the room.</summary>
public sealed record EndpointsOptions
{
    /// <summary>Real time after which a canary is no longer served without a word from the control plane.</summary>
    public TimeSpan CanaryLease { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Real time between tries to publish what was refused, and between renewals of a canary's lease.</summary>
    public TimeSpan RetryEvery { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long before its prediction an outcome may have come and still be joined.</summary>
    public TimeSpan EarlyOutcomes { get; init; } = TimeSpan.FromDays(31);

    /// <summary>Domain time after which a segment whose records are Parquet is deleted. A retried request older than this may be answered anew.</summary>
    public TimeSpan KeepSegments { get; init; } = TimeSpan.FromDays(31);

    /// <summary>How long after its prediction an outcome may come and still be told from one that belongs to no prediction.</summary>
    public TimeSpan LateOutcomes { get; init; } = TimeSpan.FromDays(92);

    /// <summary>Memory of one query over the log, as DuckDB writes it.</summary>
    public string QueryMemory { get; init; } = "512MB";
}
