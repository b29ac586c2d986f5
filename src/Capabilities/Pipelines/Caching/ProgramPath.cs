using System.Collections.Frozen;

namespace Cairn.Pipelines.Caching;

/// <summary>A search path with the names in its folders, as they were when it was looked at.</summary>
/// <param name="Text">As PATH has it.</param>
internal sealed record ProgramPath(string Text, IReadOnlyList<(string Folder, FrozenSet<string> Names)> Folders);
