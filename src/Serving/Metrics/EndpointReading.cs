using Cairn.Contracts.Segments;

namespace Cairn.Serving;

/// <summary>What one endpoint has done since the start.</summary>
/// <param name="Name">Endpoint.</param>
/// <param name="Variants">By version; of retired ones those that left last.</param>
/// <param name="Errors">Refusals that no variant caused, by kind.</param>
/// <param name="Violations">Breaches of the input contract by column.</param>
/// <param name="Replayed">Retried requests answered from the log.</param>
/// <param name="Fallbacks">Requests that a failing canary left to the stable variant.</param>
/// <param name="TrippedVersion">The canary that the data plane dropped, or null.</param>
/// <param name="LeaseExpired">The canary's lease is over; stable answers alone.</param>
/// <param name="Predictions">The prediction log's counts.</param>
/// <param name="Outcomes">The outcome log's counts.</param>
public sealed record EndpointReading(
    string Name, IReadOnlyList<VariantReading> Variants, IReadOnlyDictionary<ErrorKind, long> Errors,
    IReadOnlyDictionary<string, long> Violations, long Replayed, long Fallbacks, string? TrippedVersion, bool LeaseExpired,
    LogCounters Predictions, LogCounters Outcomes)
{
    /// <summary>The shadow log's counts.</summary>
    public LogCounters Shadows { get; init; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>What no variant here counts any more.</summary>
    public GoneReading Gone { get; init; } = new();

    /// <summary>What was answered, by day.</summary>
    public IReadOnlyList<AnsweredDay> Days { get; init; } = [];

    /// <summary>Predictions of probers that were answered; in no other count.</summary>
    public long Probes { get; init; }

    /// <summary>Calls with outcomes that were refused because too many came at once, or held too much memory; in no other count.</summary>
    public long OutcomesRefused { get; init; }

    /// <summary>Why the snapshot's shadow is left out; null when it is not.</summary>
    public string? ShadowFault { get; init; }

    /// <summary>Real time in which it did not answer: requests failed here, or its models had been taken away.</summary>
    public TimeSpan Outage { get; init; }
}
