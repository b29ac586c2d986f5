namespace Cairn.Registry.Models;

/// <summary>A registered model. <see cref="Project"/> is empty for one that belongs to none; <see cref="MlflowName"/> is unique over all projects.</summary>
internal sealed record ModelRow
{
    public long Num { get; init; }
    public string Project { get; init; } = "";
    public string Name { get; init; } = "";
    public string MlflowName { get; init; } = "";
    public string Slug { get; init; } = "";
    public string? Description { get; init; }
    public long LastNumber { get; init; }
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }

    public string? ProjectOrNull => Project.Length > 0 ? Project : null;
}
