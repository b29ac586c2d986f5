namespace Cairn.Tracking.SavedViews;

/// <summary>A saved view as it is stored.</summary>
internal sealed record SavedViewRow
{
    public string Project { get; init; } = "";
    public string Name { get; init; } = "";
    public long? Experiment { get; init; }
    public string? ExperimentName { get; init; }
    public string? Shown { get; init; }
    public string? FilterText { get; init; }
    public string? SortKey { get; init; }
    public long CreatedAt { get; init; }
    public string CreatedBy { get; init; } = "";

    public SavedView View => new(Name, ExperimentName, Shown, FilterText, SortKey, CreatedBy, DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt));
}
