namespace Cairn.Tracking.Runs;

/// <summary>A run to be created. Name and id are made up when they are null.</summary>
internal sealed record RunDraft(long Experiment, string? Id, string? Name, string UserId, long StartTime, IReadOnlyList<RunTag> Tags)
{
    public bool Managed { get; init; }
}
