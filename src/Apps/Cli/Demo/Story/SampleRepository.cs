using System.Diagnostics;
using System.Globalization;

namespace Cairn.Cli.Demo.Story;

/// <summary>The project's git repository, and what the simulated people commit to it at simulated times.</summary>
internal sealed class SampleRepository(string root, SampleFiles files)
{
    private const string Branch = "main";

    public string Root => root;

    /// <summary>Makes the repository with the first commit.</summary>
    public static async Task<SampleRepository> MakeAsync(Places places, TourOptions options, CancellationToken cancel)
    {
        var files = new SampleFiles(places.Repository, options);
        files.CopyFrom(places.Sample);
        var repository = new SampleRepository(places.Repository, files);
        await repository.GitAsync(null, cancel, "init", "--quiet", "--initial-branch=" + Branch, ".");
        await repository.CommitAsync(new Change("Begin the project", Person.Dana, Person.Ada), Tour.Begin, cancel);
        // The suites build the board without a way to a package registry of their own.
        await RunAsync("dotnet", places.Repository, [], ["restore", "app/FlightBoard.Tests", "-v", "quiet"], cancel);
        return repository;
    }

    /// <summary>Applies a change and commits it.</summary>
    public async Task CommitAsync(Change change, DateTimeOffset at, CancellationToken cancel)
    {
        foreach (var edit in change.Edits)
        {
            files.Apply(edit);
        }
        await GitAsync(null, cancel, "add", "--all");
        var trailers = change.Trailers.Select(t => $"\n{t.Key}: {t.Value}");
        var message = $"{change.Title}\n\nReviewed-by: {change.Reviewer.Signature} <{change.Reviewer.Email}>{string.Concat(trailers)}\n";
        await GitAsync((change.Author, at), cancel, "commit", "--quiet", "--message", message);
    }

    private Task GitAsync((Person Who, DateTimeOffset At)? commit, CancellationToken cancel, params string[] words)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_NOSYSTEM"] = "1" };
        if (commit is var (who, at))
        {
            var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) + " +0000";
            foreach (var side in new[] { "AUTHOR", "COMMITTER" })
            {
                (environment[$"GIT_{side}_NAME"], environment[$"GIT_{side}_EMAIL"], environment[$"GIT_{side}_DATE"]) = (who.Signature, who.Id, time);
            }
        }
        return RunAsync("git", root, environment, words, cancel);
    }

    private static async Task RunAsync(string program, string folder, Dictionary<string, string> environment, IReadOnlyList<string> words, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, words) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start) ?? throw new TourException($"{program} could not be started");
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
        {
            throw new TourException($"{program} {words[0]} ended with {process.ExitCode}: {await errors}{await output}");
        }
    }
}
