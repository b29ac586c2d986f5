using System.Text.Json.Serialization;

namespace Cairn.Endpoints;

/// <summary>What the data plane counts, as it stands now.</summary>
public interface IServingReadings
{
    /// <summary>Null when the data plane has never served the route.</summary>
    EndpointLive? Read(string route);
}

/// <summary>Counters since <paramref name="Instance"/> started.</summary>
/// <param name="Instance">One life of a data plane; counters begin anew with another.</param>
/// <param name="Epoch">Of the snapshot that answers.</param>
/// <param name="Tripped">Version of a canary that the data plane dropped by itself, or null.</param>
public sealed record EndpointLive(
    string Route, string Instance, long Epoch, IReadOnlyList<VariantLive> Variants, long Refused, long Replayed, long Fallbacks, string? Tripped)
{
    /// <summary>What versions did that are in <see cref="Variants"/> no more.</summary>
    [JsonIgnore]
    public GoneLive Gone { get; init; } = new(0, 0, 0);

    /// <summary>Since the start, of every version; never falls.</summary>
    [JsonIgnore]
    public long Requests => Gone.Requests + Variants.Sum(v => v.Requests);

    /// <summary>As <see cref="Requests"/>.</summary>
    [JsonIgnore]
    public long Rows => Gone.Rows + Variants.Sum(v => v.Rows);

    /// <summary>As <see cref="Requests"/>: failures that versions caused.</summary>
    [JsonIgnore]
    public long Errors => Gone.Errors + Variants.Sum(v => v.Errors);

    /// <summary>What was answered with 200, by day of domain time, counted apart from the log.</summary>
    public IReadOnlyList<AnsweredLive> Answered { get; init; } = [];

    /// <summary>Applications that named themselves, by version.</summary>
    public IReadOnlyList<PickupLive> Pickups { get; init; } = [];

    /// <summary>What the shadow did; null without one.</summary>
    public ShadowLive? Shadow { get; init; }

    /// <summary>Real milliseconds in which it did not answer: requests failed in the data plane, or its models had been taken away.</summary>
    public long DownMs { get; init; }
}

/// <summary>Counts of versions that are not told one by one any more.</summary>
public sealed record GoneLive(long Requests, long Rows, long Errors);

/// <summary>One day of an endpoint, as far as this instance knows it.</summary>
public sealed record AnsweredLive(DateOnly Day, long Requests, long Rows);

/// <summary>An application that a version has answered, as far as this instance knows it. Domain time.</summary>
public sealed record PickupLive(string Application, string VersionId, DateTimeOffset First, DateTimeOffset Last);

/// <summary>Counters of one version. Role is <c>stable</c>, <c>canary</c> or <c>retired</c>; latencies in milliseconds of the last five minutes, 0 without answers in them.</summary>
public sealed record VariantLive(
    string VersionId, string Role, int WeightPermille, long Requests, long Rows, long Errors, double P50Ms, double P95Ms, double P99Ms, double? ScoreMean, IReadOnlyList<long> ScoreBins);
