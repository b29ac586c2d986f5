using Cairn.Platform.Web;

namespace Cairn.Registry.Prompts;

/// <summary>A prompt of the registry: a registered model whose versions are texts.</summary>
public sealed record PromptRow
{
    public long Num { get; init; }

    /// <summary>Unique over all projects.</summary>
    public string Name { get; init; } = "";

    /// <summary>Empty for one that belongs to none.</summary>
    public string Project { get; init; } = "";
    public string? Description { get; init; }
    public long Versions { get; init; }
    public long UpdatedAt { get; init; }

    public DateTimeOffset ChangedAt => Format.Moment(UpdatedAt);

    public string Href => "/prompts/" + Uri.EscapeDataString(Name);
}
