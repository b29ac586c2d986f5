namespace Cairn.Client;

/// <summary>An artifact, or a folder of them.</summary>
/// <param name="Path">From the top of the run's artifacts.</param>
/// <param name="Size">In bytes; null for a folder.</param>
public sealed record RunFile(string Path, bool IsFolder, long? Size);
