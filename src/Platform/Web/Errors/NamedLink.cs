namespace Cairn.Platform.Web;

/// <summary>Something that exists, to be offered when a near name was asked for.</summary>
public sealed record NamedLink(string Name, string Href);
