namespace Cairn.Tracking.Boards;

/// <summary>Data that a run read.</summary>
internal sealed record BoardInput
{
    public long Run { get; init; }
    public string Name { get; init; } = "";
    public string Digest { get; init; } = "";
    public string Context { get; init; } = "";

    public bool IsTraining => Context is "training" or "train";
}
