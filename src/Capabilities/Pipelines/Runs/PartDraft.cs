namespace Cairn.Pipelines.Runs;

/// <summary>A part of a step that is to be done.</summary>
/// <param name="Name">The item or the number of the trial.</param>
/// <param name="Changes">JSON of a trial's parameters.</param>
internal sealed record PartDraft(string Name, int Place, string? Changes = null);
