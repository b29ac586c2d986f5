using Cairn.Platform.Web;

namespace Cairn.Registry.Prompts;

/// <summary>What the page of a prompt shows.</summary>
/// <param name="Versions">A page of them, newest first.</param>
/// <param name="Aliases">Each with the number it stands for.</param>
/// <param name="Number">The version that is shown; 0 when there is none.</param>
/// <param name="Against">The version it is compared with; null when there is no other.</param>
public sealed record PromptModel(PromptRow Prompt, TablePage<PromptVersion> Versions, IReadOnlyList<(string Alias, long Number)> Aliases, TableQuery Query, long Number, string Text, (long Number, string Text)? Against);
