using System.Collections.Concurrent;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Environments;

/// <summary>Asks interpreters what they are and what is installed for them. An answer holds until a folder of packages changes.</summary>
internal sealed class InterpreterLook(IProcessRunner runner)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const string Python = """
        import sys
        from importlib.metadata import distributions
        print(sys.version.split()[0])
        for d in distributions():
            if d.metadata["Name"]: print(d.metadata["Name"] + "==" + d.version)
        for p in sys.path: print("in " + p)
        """;

    // R itself is told among the packages: a lock names its version, and its program may be the same file in several versions.
    private const string R = """cat(paste0(getRversion(), "\nR==", getRversion(), "\n")); p <- installed.packages(); cat(paste0(p[, "Package"], "==", p[, "Version"], "\n"), sep = ""); cat(paste0("in ", .libPaths(), "\n"), sep = "")""";

    // By these an interpreter finds its packages, or is found itself.
    private static readonly string[] Where = ["PATH", "PYTHONPATH", "PYTHONHOME", "R_LIBS", "R_LIBS_USER", "R_LIBS_SITE"];

    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true };

    private readonly ConcurrentDictionary<(string Program, string Where), (string Stamp, Installed Answer)> _known = new();

    /// <summary>Null when it is not there or does not answer.</summary>
    /// <param name="environment">In which the command will run.</param>
    /// <param name="folder">A folder of the task to work in.</param>
    public async Task<Installed?> AskAsync(string program, IReadOnlyDictionary<string, string> environment, string folder, CancellationToken cancellation)
    {
        (string, string) key = (program, string.Join('\n', Where.Select(v => environment.GetValueOrDefault(v))));
        if (_known.TryGetValue(key, out (string Stamp, Installed Answer) known) && known.Stamp == StampOf(program, known.Answer)) return known.Answer;
        string log = Path.Combine(folder, $"look-{Guid.NewGuid():N}");
        try
        {
            var spec = new ProcessSpec([Interpreters.ScriptsOf(program), .. ArgumentsOf(program)], folder, log) { Environment = environment, Timeout = Patience, ErrorFile = log + ".errors" };
            bool answers = (await runner.RunAsync(spec, cancellation: cancellation)).Succeeded;
            // One that was cut short has not said that it is not there.
            cancellation.ThrowIfCancellationRequested();
            if (!answers) return null;
            string[] lines = await File.ReadAllLinesAsync(log, cancellation);
            Installed answer = Installed.Read(Path.GetFileName(program) == "dotnet" ? Runtimes(lines) : lines, Interpreters.IsR(program) ? name => name : LockedPackages.Plain);
            _known[key] = (StampOf(program, answer), answer);
            return answer;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        finally
        {
            File.Delete(log);
            File.Delete(log + ".errors");
        }
    }

    private static string[] ArgumentsOf(string program) => Path.GetFileName(program) switch
    {
        "dotnet" => ["--list-runtimes"],
        _ when Interpreters.IsR(program) => ["-e", R],
        _ => ["-c", Python],
    };

    // "Microsoft.NETCore.App 10.0.1 [/usr/share/dotnet/…]" is what projects for net10.0 need.
    private static IEnumerable<string> Runtimes(string[] lines)
    {
        foreach (string[] words in lines.Select(l => l.Split(' ')).Where(w => w is ["Microsoft.NETCore.App", ..]).OrderByDescending(w => Version.TryParse(w[1], out Version? v) ? v : new Version()))
        {
            yield return words[1];
            yield return $"net{string.Join('.', words[1].Split('.').Take(2))}=={words[1]}";
            yield return Installed.Folder + string.Join(' ', words[2..]).Trim('[', ']');
        }
    }

    private static string StampOf(string program, Installed answer) => string.Join('|', answer.Folders.SelectMany(f => Interpreters.IsR(program) ? PackagesIn(f).Prepend(f) : [f]).Select(f => Directory.GetLastWriteTimeUtc(f).Ticks));

    // A package of R is a folder without its version in the name, and the system's manager replaces the files in it; those of Python are called by their versions.
    private static IEnumerable<string> PackagesIn(string library)
        => Directory.Exists(library) ? Directory.GetDirectories(library, "*", Readable).Order(StringComparer.Ordinal).SelectMany(p => new[] { p, Path.Combine(p, "DESCRIPTION") }) : [];
}
