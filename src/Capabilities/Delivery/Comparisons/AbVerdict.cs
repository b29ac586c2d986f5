namespace Cairn.Delivery;

/// <summary>How a test stands.</summary>
/// <param name="Evidence">The highest e-value so far.</param>
internal sealed record AbVerdict(AbOutcome Outcome, string Says, double Evidence)
{
    /// <summary>What an end now would rest on.</summary>
    public string? Stop => Outcome switch
    {
        AbOutcome.A or AbOutcome.B => "boundary",
        AbOutcome.Even => "planned",
        AbOutcome.Open => "peeked",
        _ => null,
    };
}
