namespace Cairn.Registry.Imports;

/// <summary>How many of one kind were there, and are here.</summary>
internal sealed record ImportCount(string What, long There, long Here);
