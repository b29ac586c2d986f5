using Cairn.Statistics;

namespace Cairn.Serving;

/// <summary>What one version has answered since it was first loaded. Take two readings and subtract to see a window.</summary>
/// <param name="Version">Model version.</param>
/// <param name="Variant"><c>stable</c>, <c>canary</c>, <c>shadow</c>, or <c>retired</c> when the snapshot holds it no more.</param>
/// <param name="WeightPermille">Its weight in the snapshot now.</param>
/// <param name="Requests">Answered with 200 by the split; pinned ones are counted apart.</param>
/// <param name="Rows">Rows of these.</param>
/// <param name="Pinned">Answered with 200 because the caller asked for this version.</param>
/// <param name="Errors">Failures of the model by kind.</param>
/// <param name="Latency">Nanoseconds from reading to answer, of all answers, pinned ones too.</param>
/// <param name="Scores">Null when no score is defined.</param>
public sealed record VariantReading(
    string Version, string Variant, int WeightPermille, long Requests, long Rows, long Pinned,
    IReadOnlyDictionary<ErrorKind, long> Errors, LatencySnapshot Latency, ScoreReading? Scores)
{
    /// <summary>As <see cref="Latency"/>, of the last minutes alone.</summary>
    public LatencySnapshot Recent { get; init; } = LatencySnapshot.Empty;

    /// <summary>Rows of all answers, pinned ones too.</summary>
    public long AllRows { get; init; }

    /// <summary>Time of the failures.</summary>
    public long FailedNanoseconds { get; init; }

    /// <summary>Domain time of the last answer.</summary>
    public DateTimeOffset? LastAnswer { get; init; }

    /// <summary>Requests that wait for a run now.</summary>
    public int Waiting { get; init; }

    /// <summary>Its model answers now; false while its own server is away, and when the snapshot holds it no more.</summary>
    public bool Ready { get; init; }

    /// <summary>Starts of its own server after the first.</summary>
    public int Restarts { get; init; }

    /// <summary>Answers that no caller saw, because it was the endpoint's shadow.</summary>
    public long Shadowed { get; init; }

    /// <summary>Requests that it was not asked, because it or the endpoint was busy.</summary>
    public long Shed { get; init; }

    /// <summary>Where the time went, since the version was first loaded; not windowed by <see cref="Since"/>.</summary>
    public RunReading Runs { get; init; } = new(0, 0, 0, default, []);

    /// <summary>Applications that it has answered, without being asked for by its number; not windowed by <see cref="Since"/>.</summary>
    public IReadOnlyList<Pickup> Pickups { get; init; } = [];

    public long ErrorCount => Errors.Values.Sum();

    /// <summary>What came after an earlier reading of the same version; everything when there is none.</summary>
    public VariantReading Since(VariantReading? earlier) => earlier is null ? this : this with
    {
        Requests = Requests - earlier.Requests,
        Rows = Rows - earlier.Rows,
        Pinned = Pinned - earlier.Pinned,
        Shadowed = Shadowed - earlier.Shadowed,
        Shed = Shed - earlier.Shed,
        Errors = Errors.ToDictionary(e => e.Key, e => e.Value - earlier.Errors.GetValueOrDefault(e.Key)),
        Latency = Latency.Since(earlier.Latency),
        Scores = Scores is not null && earlier.Scores is not null && Scores.Rule == earlier.Scores.Rule ? Scores.Since(earlier.Scores) : Scores,
    };
}
