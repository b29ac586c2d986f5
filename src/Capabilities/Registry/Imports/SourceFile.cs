namespace Cairn.Registry.Imports;

/// <summary>A file there, by its path below the owner.</summary>
internal sealed record SourceFile(string Path, Func<CancellationToken, Task<Stream>> Open);
