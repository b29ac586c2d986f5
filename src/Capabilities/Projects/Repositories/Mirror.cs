using Cairn.Platform.Http;
using Microsoft.Extensions.Logging;

namespace Cairn.Projects;

/// <summary>One bare repository of ours.</summary>
internal sealed partial class Mirror(Git git, string directory, ILogger logger)
{
    public string Directory => directory;

    public async Task CreateAsync(CancellationToken cancellation)
    {
        System.IO.Directory.CreateDirectory(directory);
        await RequireAsync(["init", "--quiet", "--bare", "--template=", "."], [], cancellation);
    }

    /// <summary>The branch that the remote's HEAD names.</summary>
    public async Task<string> DefaultBranchAsync(GitRemote remote, CancellationToken cancellation)
    {
        GitResult result = await RequireAsync(["ls-remote", "--symref", "--end-of-options", remote.Url, "HEAD"], remote.Settings, cancellation);
        const string prefix = "ref: refs/heads/";
        string? line = result.Text.Split('\n').FirstOrDefault(l => l.StartsWith(prefix, StringComparison.Ordinal));
        return line is null
            ? throw new ApiException(422, "repository-empty", "The repository has no branch that its HEAD names.") { Field = "branch", Mend = "Name the branch." }
            : GitNames.Branch(line[prefix.Length..].Split('\t')[0]);
    }

    /// <summary>Fetches the branch and returns its head. The head is kept for good by a reference of its own.</summary>
    public async Task<string> FetchAsync(GitRemote remote, string branch, CancellationToken cancellation)
    {
        string reference = "refs/heads/" + branch;
        await RequireAsync(
            ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", "--end-of-options", remote.Url, $"+{reference}:{reference}"],
            remote.Settings, cancellation);
        string head = (await RequireAsync(["for-each-ref", "--format=%(objectname)", reference], [], cancellation)).Text.Trim();
        await RequireAsync(["update-ref", "refs/cairn/kept/" + head, head], [], cancellation);
        return head;
    }

    public async Task<bool> HasAsync(string commit, CancellationToken cancellation)
        => (await git.RunAsync(directory, ["cat-file", "-e", commit + "^{commit}"], [], null, cancellation)).Succeeded;

    public async Task<bool> IsAncestorAsync(string older, string newer, CancellationToken cancellation)
        => (await git.RunAsync(directory, ["merge-base", "--is-ancestor", older, newer], [], null, cancellation)).Succeeded;

    /// <summary>First-parent commits of <paramref name="to"/> without those of <paramref name="from"/>, oldest first.</summary>
    public async Task<IReadOnlyList<string>> BetweenAsync(string? from, string to, CancellationToken cancellation)
    {
        string[] without = from is null ? [] : ["^" + from];
        GitResult result = await RequireAsync(["rev-list", "--first-parent", "--reverse", to, .. without], [], cancellation);
        return result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A regular file's bytes; null when it is absent, a link, or a folder.</summary>
    public async Task<byte[]?> ReadAsync(string commit, string path, long most, CancellationToken cancellation)
    {
        GitResult entry = await RequireAsync(["ls-tree", "-z", "--long", "--full-tree", commit, "--", path], [], cancellation);
        string[] words = entry.Text.Split('\t', 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [['1', '0', '0', ..], "blob", string id, string size]) return null;
        if (long.Parse(size) > most) throw new ApiException(413, "too-large", $"A file is larger than {most} bytes.") { Field = path };
        return (await RequireAsync(["cat-file", "blob", id], [], cancellation)).Output;
    }

    /// <summary>Writes the tree of a commit below an empty folder.</summary>
    public async Task ExportAsync(string commit, string folder, CancellationToken cancellation)
    {
        string index = folder + ".index";
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = index };
        try
        {
            await RequireAsync(["read-tree", commit], [], cancellation, variables);
            await RequireAsync(["--git-dir=.", "--work-tree=" + folder, "checkout-index", "--all", "--quiet", $"--prefix={folder}/"], [], cancellation, variables);
        }
        finally
        {
            File.Delete(index);
        }
    }

    /// <summary>Whether a folder holds every file of a commit as it is there, and nothing else.</summary>
    public async Task<bool> IsIntactAsync(string commit, string folder, CancellationToken cancellation)
    {
        string index = Path.Combine(directory, $"verify-{Guid.NewGuid():N}.index");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = index };
        try
        {
            await RequireAsync(["read-tree", commit], [], cancellation, variables);
            string[] there = ["--git-dir=.", "--work-tree=" + folder];
            if (!(await git.RunAsync(directory, [.. there, "update-index", "--refresh"], [], variables, cancellation)).Succeeded) return false;
            return (await RequireAsync([.. there, "ls-files", "--others", "-z"], [], cancellation, variables)).Output.Length == 0;
        }
        finally
        {
            File.Delete(index);
        }
    }

    public async Task<CommitInfo> DescribeAsync(string commit, CancellationToken cancellation)
    {
        string[] question =
        [
            "log", "-1", "-z", "--encoding=UTF-8", "--no-decorate", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv", "--diff-merges=first-parent",
            "--format=" + CommitText.Format, commit,
        ];
        return CommitText.Read((await RequireAsync(question, [], cancellation)).Fields);
    }

    private async Task<GitResult> RequireAsync(
        IReadOnlyList<string> arguments, IReadOnlyList<string> settings, CancellationToken cancellation, IReadOnlyDictionary<string, string>? variables = null)
    {
        GitResult result = await git.RunAsync(directory, arguments, settings, variables, cancellation);
        if (result.Succeeded) return result;
        Log.Failed(logger, arguments[0], result.Process.ExitCode, result.Errors);
        throw GitFaults.Of(result);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "git {Verb} ended with {Code}: {Errors}")]
        public static partial void Failed(ILogger logger, string verb, int code, string errors);
    }
}
