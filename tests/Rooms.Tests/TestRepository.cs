using System.Diagnostics;

namespace Cairn.Rooms.Tests;

/// <summary>A git repository in a temporary directory, written by the ordinary git.</summary>
public sealed class TestRepository : IDisposable
{
    // What `git init` would write; hundreds of worlds begin with one.
    public TestRepository(string branch = "main")
    {
        Directory.CreateDirectory(Inside("objects"));
        Directory.CreateDirectory(Inside("refs/heads"));
        File.WriteAllText(Inside("config"), "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n");
        File.WriteAllText(Inside("HEAD"), $"ref: refs/heads/{branch}\n");
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("cairn-repo-").FullName;

    public string Head => File.ReadAllText(Inside("HEAD")) is ['r', 'e', 'f', ':', ' ', .. string name] && File.Exists(Inside(name.Trim()))
        ? File.ReadAllText(Inside(name.Trim())).Trim()
        : Git("rev-parse", "HEAD");

    /// <summary>Writes a file without committing it.</summary>
    public TestRepository Write(string path, string text)
    {
        string full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    /// <summary>Commits everything and returns the commit.</summary>
    public string Commit(string message, string author = "Ada <ada@example.org>")
    {
        Git("add", "--all");
        string[] parts = author.TrimEnd('>').Split(" <");
        Git("-c", $"user.name={parts[0]}", "-c", $"user.email={parts[1]}", "-c", "commit.gpgsign=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "commit", "--quiet", "--allow-empty", "--message", message);
        return Head;
    }

    public string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = Path, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"git {string.Join(' ', arguments)}: {errors.Result}");
        return output.Trim();
    }

    private string Inside(string path) => System.IO.Path.Combine(Path, ".git", path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
