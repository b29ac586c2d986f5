namespace Cairn.Monitoring;

/// <summary>One prediction that a prober outside asked of an endpoint. It speaks for the seconds until the next is due.</summary>
internal sealed record ProbeResult
{
    public string Project { get; init; } = "";
    public string Endpoint { get; init; } = "";
    public string Env { get; init; } = "";

    /// <summary>The actor whose token it came with.</summary>
    public string Prober { get; init; } = "";

    /// <summary>Unix milliseconds of real time at which it was due.</summary>
    public long At { get; init; }
    public long EveryS { get; init; }
    public bool Answered { get; init; }

    /// <summary>Null when no answer came.</summary>
    public int? Status { get; init; }
    public long? TookMs { get; init; }
}
