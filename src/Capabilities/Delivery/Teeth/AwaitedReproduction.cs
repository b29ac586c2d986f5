namespace Cairn.Delivery;

/// <summary>A gate that waits for its champion to be made again.</summary>
internal sealed record AwaitedReproduction
{
    /// <summary>Subject id of the probe to come.</summary>
    public string Probe { get; init; } = "";
    public string Project { get; init; } = "";
    public string Gate { get; init; } = "";

    /// <summary>Subject id of the decision by which the gate let the champion pass.</summary>
    public string Decision { get; init; } = "";

    /// <summary><c>good</c>: the champion as it was; <c>bad</c>: trained on shuffled labels.</summary>
    public string Given { get; init; } = "";

    /// <summary>Subject id of the run that makes it again.</summary>
    public string RunId { get; init; } = "";
}
