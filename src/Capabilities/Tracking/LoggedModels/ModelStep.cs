namespace Cairn.Tracking.LoggedModels;

/// <summary>A logged model that a run read or made, and at which step.</summary>
internal sealed record ModelStep
{
    public string Model { get; init; } = "";
    public long Step { get; init; }
}
