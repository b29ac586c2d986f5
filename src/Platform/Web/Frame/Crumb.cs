namespace Cairn.Platform.Web;

/// <summary>One step of the path above a page; the last one carries no address.</summary>
public sealed record Crumb(string Text, string? Href = null);
