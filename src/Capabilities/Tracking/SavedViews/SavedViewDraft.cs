namespace Cairn.Tracking.SavedViews;

/// <summary>What somebody wants kept; an empty text is none.</summary>
internal sealed record SavedViewDraft(string? Name, string? Experiment = null, string? Columns = null, string? Filter = null, string? Sort = null);
