namespace Cairn.Platform.Web;

/// <summary>Something that can be jumped to.</summary>
public sealed record SearchHit(string Title, string Kind, string Icon, string Href, string? Note = null);
