using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects;

/// <summary>What became of a file: the project, or every fault in it.</summary>
/// <param name="File">Null when there are faults.</param>
/// <param name="Faults">In the order of the file.</param>
/// <param name="Digest"><c>sha256:…</c> of the bytes, also of a faulty file.</param>
public sealed record ProjectFileResult(ProjectFile? File, IReadOnlyList<FileFault> Faults, string Digest)
{
    internal IReadOnlyDictionary<string, Place> Places { get; init; } = new Dictionary<string, Place>();

    internal string FileName { get; init; } = "";

    /// <summary>A fault found later at a path of the file, e.g. <c>steps.train.compute</c>, with its line and column (of the nearest path above if it is not written).</summary>
    public FileFault FaultAt(string path, string message, string? suggestion = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var p = path; p.Length > 0; p = p[..Math.Max(0, p.LastIndexOfAny(['.', '[']))])
        {
            if (Places.TryGetValue(p, out var at))
            {
                return new FileFault(FileName, at.Line, at.Column, path, message, suggestion);
            }
        }

        return new FileFault(FileName, 1, 1, path, message, suggestion);
    }
}
