namespace Cairn.Tracking.LoggedModels;

/// <summary>A logged model as a line of a list.</summary>
public sealed record LoggedModelLine
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public string? ModelType { get; init; }

    /// <summary>MLflow's word.</summary>
    public string Status { get; init; } = "";
}
