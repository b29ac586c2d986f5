using System.Text;
using Cairn.Platform;
using Cairn.Platform.Processes;

namespace Cairn.Projects;

/// <summary>Runs git by its command line: no configuration but ours, no hooks, prompts, submodules or filters, and only the protocol that is named.</summary>
internal sealed class Git(IProcessRunner processes, PlatformOptions platform, ProjectsOptions options)
{
    private static readonly string[] Always =
    [
        .. new[]
        {
            "protocol.allow=never", "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.symlinks=false", "core.protectHFS=true", "core.protectNTFS=true",
            "core.quotePath=false", "core.askPass=/bin/false", "credential.helper=", "transfer.fsckObjects=true", "submodule.recurse=false", "fetch.recurseSubmodules=false",
            "gc.auto=0", "maintenance.auto=false", "http.followRedirects=false", "http.proxy=", "log.showSignature=false",
        }.SelectMany(o => new[] { "-c", o }),
    ];

    /// <param name="settings">Further <c>-c</c> settings for this call.</param>
    /// <param name="environment">Further variables for this call.</param>
    public async Task<GitResult> RunAsync(
        string directory, IReadOnlyList<string> arguments, IEnumerable<string> settings, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellation)
    {
        string file = Path.Combine(platform.Folder("scratch/git"), Guid.NewGuid().ToString("N")), output = file + ".out", errors = file + ".err";
        try
        {
            var spec = new ProcessSpec(["git", .. Always, .. settings.SelectMany(s => new[] { "-c", s }), .. arguments], directory, output)
            {
                ErrorFile = errors,
                Environment = Variables(environment),
                Timeout = options.FetchTimeout,
                FileLimit = options.MaxPack,
            };
            ProcessResult result = await processes.RunAsync(spec, cancellation: cancellation);
            cancellation.ThrowIfCancellationRequested();
            return new GitResult(result, await ReadAsync(output, cancellation), Encoding.UTF8.GetString(await ReadAsync(errors, cancellation)));
        }
        catch (FileNotFoundException)
        {
            throw GitFaults.NotInstalled;
        }
        finally
        {
            File.Delete(output);
            File.Delete(errors);
        }
    }

    private Dictionary<string, string> Variables(IReadOnlyDictionary<string, string>? more)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = platform.Folder("scratch/git"),
            ["LC_ALL"] = "C",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = OwnConfiguration(),
            ["GIT_ATTR_NOSYSTEM"] = "1",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_LFS_SKIP_SMUDGE"] = "1",
            ["GIT_LITERAL_PATHSPECS"] = "1",
            ["GIT_NO_REPLACE_OBJECTS"] = "1",
            ["GIT_PROTOCOL_FROM_USER"] = "0",
        };
        foreach ((string name, string value) in more ?? new Dictionary<string, string>(StringComparer.Ordinal)) variables[name] = value;
        return variables;
    }

    // A repository that an administrator names by path may belong to another user of the machine.
    private string OwnConfiguration()
    {
        string path = Path.Combine(platform.Folder("repositories"), "gitconfig");
        if (!File.Exists(path)) File.WriteAllText(path, "[safe]\n\tdirectory = *\n");
        return path;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation) => File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellation) : [];
}
