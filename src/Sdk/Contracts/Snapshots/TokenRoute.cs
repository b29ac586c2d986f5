namespace Cairn.Contracts.Snapshots;

/// <summary>A token that a data plane without a database lets in; its secret is not in it.</summary>
public sealed record TokenRoute
{
    /// <summary>The id that stands in the secret: <c>cairn_ID_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>sha256:</c> and 64 hex digits of the whole secret.</summary>
    public required string Digest { get; init; }

    /// <summary>The only endpoints it opens, by name; absent: all.</summary>
    public IReadOnlyList<string>? Endpoints { get; set; }

    /// <summary>The server it is for.</summary>
    public required string Audience { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>It is a prober's: its marked predictions are left out of log and counts.</summary>
    public bool Probes { get; set; }
}
