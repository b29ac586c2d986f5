using System.Text;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;

namespace Cairn.Projects;

/// <summary>A commit and the valid project file in it.</summary>
internal sealed record ProjectHead(string Commit, ProjectFile File, string Text, string Digest)
{
    /// <exception cref="ApiException">400 with the faults of the file; nothing was changed.</exception>
    public static ProjectHead Read(string commit, byte[]? bytes, World world)
    {
        if (bytes is null)
        {
            throw Faulty([new FileFault(ProjectFiles.FileName, 1, 1, "", "the repository has no such file at its root (a link does not count)")], commit);
        }
        ProjectFileResult result = ProjectFile.Parse(bytes, ProjectFiles.FileName);
        IReadOnlyList<FileFault> faults = result.File is null ? result.Faults : [.. PeopleOfFile.Check(result, world.Simulated)];
        return faults.Count == 0 ? new ProjectHead(commit, result.File!, Encoding.UTF8.GetString(bytes), result.Digest) : throw Faulty(faults, commit);
    }

    private static ApiException Faulty(IReadOnlyList<FileFault> faults, string commit) => new(400, "project-file", faults[0].ToString())
    {
        Field = ProjectFiles.FileName,
        Mend = "Mend the file, commit, and try again; nothing was changed.",
        Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["faults"] = faults, ["commit"] = commit },
    };
}

/// <summary>What a look at the repository brought.</summary>
/// <param name="Moved">There was a new head.</param>
/// <param name="Declared">Its project file was another one.</param>
public sealed record SyncResult(string Commit, bool Moved, bool Declared)
{
    /// <summary>Roles that the file gives and that are not in force.</summary>
    public IReadOnlyList<WaitingRoleView> Waiting { get; init; } = [];
}
