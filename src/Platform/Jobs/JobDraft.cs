namespace Cairn.Platform.Jobs;

/// <summary>Work for the background.</summary>
/// <param name="Kind">Names the <see cref="IJobHandler"/>.</param>
/// <param name="Key">Unique for ever: a second job with the same key is not made. One cause, one job.</param>
/// <param name="Payload">What the handler needs; stored as JSON.</param>
public sealed record JobDraft(string Kind, string Key, string? Project, object Payload)
{
    /// <summary>Of jobs with the same lane one runs at a time, the others wait without a place; null: it waits for none.</summary>
    public string? Lane { get; init; }
}
