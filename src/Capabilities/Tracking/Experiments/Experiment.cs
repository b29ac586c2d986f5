namespace Cairn.Tracking.Experiments;

/// <summary>A named collection of runs; it belongs to a project when it is called like it or says so by the tag <c>cairn.project</c>.</summary>
internal sealed record Experiment
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string? Project { get; init; }
    public string ArtifactLocation { get; init; } = "";

    /// <summary>Its page: below its project by its name, or by its id while it belongs to none.</summary>
    public string Href => Project is null ? $"/experiments/{Id}" : $"/p/{Project}/experiments/{Uri.EscapeDataString(Name)}";

    /// <summary><c>active</c> or <c>deleted</c>.</summary>
    public string Stage { get; init; } = "active";

    /// <summary>Unix milliseconds.</summary>
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }
}
