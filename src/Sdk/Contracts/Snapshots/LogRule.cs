using System.Text.Json.Serialization;

namespace Cairn.Contracts.Snapshots;

/// <summary>How the predictions of an endpoint are kept.</summary>
public sealed record LogRule
{
    public LogPolicy Policy { get; set; } = LogPolicy.Buffered;

    /// <summary>Of the policy <c>sampled</c>: the share of requests that is kept, above 0 and up to 1.</summary>
    public double Share { get; set; } = 1;
}

public enum LogPolicy
{
    /// <summary>Answered only when the record is on the disk.</summary>
    [JsonStringEnumMemberName("required")] Required,

    /// <summary>Answered at once; a crash loses at most what came since the last flush.</summary>
    [JsonStringEnumMemberName("buffered")] Buffered,

    /// <summary>As buffered, of a share of the requests, chosen by hash of the request id.</summary>
    [JsonStringEnumMemberName("sampled")] Sampled,
}
