namespace Cairn.Tracking;

/// <summary>An evaluation dataset as another server has it, its records apart. Times in unix milliseconds.</summary>
/// <param name="Tags">A map, as JSON.</param>
public sealed record ImportedDataset(string Id, string Name, string? Schema, string? Profile, string? Tags, long CreatedAt, long UpdatedAt, string CreatedBy, string UpdatedBy);
