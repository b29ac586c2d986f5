namespace Cairn.Data.Views;

/// <summary>A view as it stands.</summary>
/// <param name="Of">The source that it is of.</param>
/// <param name="Partitions">First and last, as the project file says it; null for all.</param>
/// <param name="Columns">Empty for all.</param>
/// <param name="Digest">Of the definition.</param>
/// <param name="Bytes">Of all that it shows.</param>
/// <param name="Copied">Bytes of these that are not the source's own objects.</param>
/// <param name="Parts">By partition.</param>
public sealed record ViewStatus(string Name, string Of, string? Partitions, IReadOnlyList<string> Columns, string? Where, string Digest, long Rows, long Bytes, long Copied, IReadOnlyList<ViewPart> Parts);

/// <summary>A partition of a view.</summary>
/// <param name="Version">The view's own version.</param>
/// <param name="MadeOf">The version that it shows.</param>
/// <param name="Shared">It is the same object.</param>
/// <param name="Current">The version that it shows is the newest, and it shows what the definition says now.</param>
public sealed record ViewPart(string Partition, string Version, string MadeOf, long Rows, long Bytes, bool Shared, bool Current);
