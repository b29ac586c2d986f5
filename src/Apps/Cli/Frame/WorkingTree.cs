using System.Diagnostics;

namespace Cairn.Cli.Frame;

/// <summary>A project's git working tree on this machine.</summary>
internal sealed class WorkingTree
{
    private WorkingTree(string root) => Root = root;

    public string Root { get; }

    /// <summary>The project that a folder lies in: the nearest folder above with a repository and a <c>cairn.yaml</c>; null when there is none.</summary>
    public static WorkingTree? Around(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
            {
                return File.Exists(Path.Combine(at.FullName, "cairn.yaml")) ? new WorkingTree(at.FullName) : null;
            }
        }
        return null;
    }

    /// <summary>Whether this is the repository of that address, or a clone of it.</summary>
    public async Task<bool> IsOfAsync(string repository, CancellationToken cancel)
        => Plain(repository) == Plain(Root) || (await GitAsync(cancel, "remote", "get-url", "origin")).Any(remote => Plain(remote) == Plain(repository));

    /// <summary>Files that differ from the commit or are new, as git tells them; none when git does not answer.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync(CancellationToken cancel)
        => [.. (await GitAsync(cancel, "status", "--porcelain", "--untracked-files=all")).Where(line => line.Length > 3).Select(line => line[3..])];

    private static string Plain(string address)
    {
        var path = address.StartsWith("file://", StringComparison.Ordinal) ? address["file://".Length..] : address;
        path = path.TrimEnd('/');
        return path.EndsWith(".git", StringComparison.Ordinal) ? path[..^".git".Length].TrimEnd('/') : path;
    }

    private async Task<IReadOnlyList<string>> GitAsync(CancellationToken cancel, params string[] words)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = Root, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        try
        {
            using var git = Process.Start(start);
            if (git is null)
            {
                return [];
            }
            var (told, faults) = (git.StandardOutput.ReadToEndAsync(cancel), git.StandardError.ReadToEndAsync(cancel));
            await git.WaitForExitAsync(cancel);
            await faults;
            return git.ExitCode == 0 ? (await told).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Without git nothing can be told, and the run goes by the commit anyway.
            return [];
        }
    }
}
