namespace Cairn.Registry.Imports;

/// <summary>A webhook there. Its secret is told by no server.</summary>
/// <param name="Events"><c>ENTITY.ACTION</c> each.</param>
internal sealed record SourceWebhook(string Id, string Name, string? Description, string Url, IReadOnlyList<string> Events, long CreatedAt, long UpdatedAt);
