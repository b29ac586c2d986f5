namespace Cairn.Platform.Web;

/// <summary>One view of an object with its own address.</summary>
public sealed record Tab(string Name, string Href, bool Current = false, int? Count = null);
