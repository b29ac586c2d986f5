using Cairn.Platform.Web;

namespace Cairn.Registry.Prompts;

/// <summary>A version of a prompt, without its text.</summary>
public sealed record PromptVersion
{
    public string Id { get; init; } = "";
    public long Number { get; init; }

    /// <summary>What was said of the change.</summary>
    public string? Description { get; init; }
    public string? UserId { get; init; }
    public long RegisteredAt { get; init; }

    public DateTimeOffset MadeAt => Format.Moment(RegisteredAt);
}
