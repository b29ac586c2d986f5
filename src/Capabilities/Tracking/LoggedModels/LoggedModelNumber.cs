namespace Cairn.Tracking.LoggedModels;

/// <summary>The latest value of a logged model's metric.</summary>
/// <param name="Dataset">Name and digest of what it was measured on; null where that was not said.</param>
public sealed record LoggedModelNumber(string Key, double Value, string? Dataset, long Step);
