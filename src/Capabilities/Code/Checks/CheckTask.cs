using Cairn.Compute;
using Cairn.Platform;
using Cairn.Platform.Artifacts;
using Cairn.Projects;

namespace Cairn.Code;

/// <summary>A command of suites and builds as a task of Compute, and what it left for each of them.</summary>
internal sealed class CheckTask(CodeOptions options, IArtifactStore artifacts, PlatformOptions platform, ICompute compute)
{
    private const string Port = "result";

    // The author's line is run by a shell of its own; what it leaves behind and its exit code are the task's output.
    private const string Script = """
        mkdir -p "$CAIRN_OUT_RESULT" || exit 1
        code=0
        /bin/sh -c "$1" || code=$?
        printf %s "$code" > "$CAIRN_OUT_RESULT/exit"
        shift
        n=0
        for path; do
          if [ -e "$path" ]; then cp -R -- "$path" "$CAIRN_OUT_RESULT/made$n" || exit 1; fi
          n=$((n + 1))
        done
        """;

    /// <param name="checks">All of one command.</param>
    public ComputeTask Of(IReadOnlyList<CheckRow> checks, string key, string source, CommitInfo commit)
        => new(key, checks[0].Project, ["/bin/sh", "-c", Script, "sh", checks[0].Command, .. checks.Select(c => c.Path)])
        {
            SourceDirectory = source,
            Outputs = [Port],
            Environment = Variables(commit),
            Timeout = options.Timeout,
        };

    /// <param name="place">Of the check among those of its command.</param>
    public async Task<CheckEnd> ReadAsync(CheckRow check, int place, ComputeResult result, CancellationToken cancellation)
    {
        string folder = result.OutputPaths[Port], made = Path.Combine(folder, $"made{place}");
        string exit = await File.ReadAllTextAsync(Path.Combine(folder, "exit"), cancellation);
        try
        {
            return check.Kind == CheckKinds.Test ? SuiteEnd(made, exit) : await BuildEndAsync(check, made, exit, cancellation);
        }
        catch (FormatException e)
        {
            return CheckEnd.Failure(e.Message);
        }
    }

    private CheckEnd SuiteEnd(string path, string exit)
    {
        if (!File.Exists(path)) return CheckEnd.Failure($"It left no report; its exit code is {exit}.");
        if (new FileInfo(path).Length > options.MaxReport) return CheckEnd.Failure($"Its report is larger than {options.MaxReport} bytes.");
        using FileStream file = File.OpenRead(path);
        TestReport report = ReportReader.Read(file);
        string? reason = report.Failed > 0 ? $"{report.Failed} of {report.Tests} tests failed." : exit != "0" ? $"Its exit code is {exit}." : report.Tests == 0 ? "It ran no tests." : null;
        return new CheckEnd(reason is null) { Report = report, Reason = reason };
    }

    private async Task<CheckEnd> BuildEndAsync(CheckRow check, string path, string exit, CancellationToken cancellation)
    {
        if (exit != "0") return CheckEnd.Failure($"Its exit code is {exit}.");
        if (!Path.Exists(path)) return CheckEnd.Failure("It did not make what it promises.");
        Artifact made = await Package.StoreAsync(artifacts, path, Path.GetFileName(check.Path.TrimEnd('/')), platform.Folder("scratch/builds"), options.MaxBuild, cancellation);
        return new CheckEnd(Succeeded: true) { Made = made };
    }

    private Dictionary<string, string> Variables(CommitInfo commit)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CI"] = "true",
            ["CAIRN_COMMIT"] = commit.Commit,
            // Built-in steps by their name after it, so that a suite can try the project's own SQL.
            ["CAIRN_STEP"] = string.Join(' ', compute.BuiltIn("step").SkipLast(1)),
            ["SOURCE_DATE_EPOCH"] = commit.At.ToUnixTimeSeconds().ToString(),
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            // Build servers would outlive the task.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        };
        if (Packages() is { } packages) variables["NUGET_PACKAGES"] = packages;
        foreach (string name in options.Passed)
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) variables[name] = value;
        return variables;
    }

    // Packages the server's user has restored once need not be fetched again.
    private static string? Packages()
        => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages") is var path && Directory.Exists(path) ? path : null;
}
