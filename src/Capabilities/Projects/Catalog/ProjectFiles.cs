using System.Collections.Concurrent;
using Cairn.Contracts.Projects;

namespace Cairn.Projects;

/// <summary>Project files by digest, read once. Only files that were valid are stored.</summary>
internal sealed class ProjectFiles
{
    public const string FileName = "cairn.yaml";
    private const int Kept = 200;
    private readonly ConcurrentDictionary<string, ProjectFile> _files = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">The stored file is not valid by the rules of this version.</exception>
    public ProjectFile Of(ProjectRow row)
    {
        if (_files.TryGetValue(row.FileDigest, out ProjectFile? file)) return file;
        ProjectFileResult result = ProjectFile.Recall(row.File, FileName);
        file = result.File ?? throw new InvalidOperationException($"The file of project '{row.Name}' is no longer valid: {result.Faults[0]}");
        if (_files.Count >= Kept) _files.Clear();
        return _files[row.FileDigest] = file;
    }
}
