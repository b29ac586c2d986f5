namespace Cairn.Pipelines.Runs;

/// <summary>A part of a step that is to be done.</summary>
/// <param name="Name">The item or the number of the trial.</param>
/// <param name="Changes">JSON of a trial's parameters.</param>
internal sealed record PartDraft(string Name, int Place, string? Changes = null)
{
    /// <summary>Where trials are stopped early, the rung it is for, from 0.</summary>
    public int? Rung { get; init; }

    /// <summary>The part of the rung below that goes on as this one.</summary>
    public string? Promotes { get; init; }
}
