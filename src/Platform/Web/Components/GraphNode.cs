namespace Cairn.Platform.Web;

/// <summary>A box of a graph and a line of its list. <c>Id</c>: letters, digits, dash, dot, underline.</summary>
public sealed record GraphNode(string Id, string Name, string Icon, Status Status, string? Note, string Href);

/// <summary>An arrow between two nodes, by their ids.</summary>
public sealed record GraphEdge(string From, string To);
