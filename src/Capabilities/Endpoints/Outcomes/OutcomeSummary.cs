namespace Cairn.Endpoints;

/// <summary>What became of the outcomes that an endpoint received in a span of time.</summary>
/// <param name="From">Domain time of receipt.</param>
public sealed record OutcomeSummary(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Received, each once.</summary>
    public long Told { get; init; }

    /// <summary>Received again under an id that was there already; they change nothing.</summary>
    public long SentAgain { get; init; }

    /// <summary>Of those told: belong to a prediction.</summary>
    public long Joined { get; init; }

    /// <summary>Of those joined: came after the day that follows their prediction's, when the quality of its day had been measured.</summary>
    public long Late { get; init; }

    /// <summary>Of those joined: say again what was told before.</summary>
    public long Repeated { get; init; }

    /// <summary>Of those joined: say another thing than was told before; the last one holds.</summary>
    public long Contradicted { get; init; }

    /// <summary>Belong to no prediction that the log has.</summary>
    public long Unknown => Told - Joined;
}
