using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>A version there. Times in unix milliseconds.</summary>
internal sealed record SourceVersion(long Number, string? Source, string? RunId, string? ModelId, string Stage, string? Description, string? UserId, string? RunLink, long CreatedAt, long UpdatedAt, IReadOnlyList<RunTag> Tags);
