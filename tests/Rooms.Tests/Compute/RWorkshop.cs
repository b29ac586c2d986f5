using System.Diagnostics;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>Packages of R made by R itself: one in two versions, and a stand-in for renv that installs what a lock names from a repository in a folder.</summary>
public sealed class RWorkshop : IAsyncLifetime
{
    /// <summary>Of the package that is made.</summary>
    public const string Package = "cairn.tiny";

    // As much of renv as is asked of it: its arguments, and the lock's own repository.
    private const string Restore = """
        restore <- function(project, library, lockfile, prompt) {
          lock <- paste(readLines(lockfile), collapse = "")
          url <- sub('.*"URL": *"([^"]*)".*', "\\1", lock)
          wanted <- regmatches(lock, gregexpr('"Package": *"[^"]*"', lock))[[1]]
          install.packages(sub('.*"([^"]*)"$', "\\1", wanted), lib = library, repos = url, type = "source", quiet = TRUE)
          cat("cache", Sys.getenv("RENV_CONFIG_CACHE_ENABLED"), "prompt", prompt, "\n", file = file.path(library, "asked"), append = TRUE)
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-r-").FullName;

    public bool IsThere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(f => File.Exists(Path.Combine(f, "Rscript")));

    public string Version { get; private set; } = "";

    /// <summary>A library with version 1.0.</summary>
    public string Site => Path.Combine(_folder, "site");

    /// <summary>A library with the stand-in for renv.</summary>
    public string Tools => Path.Combine(_folder, "tools");

    /// <summary>The library with renv itself; null where it is not installed.</summary>
    public string? Renv { get; private set; }

    private string Repository => Path.Combine(_folder, "cran");

    public void Require() => Assert.SkipUnless(IsThere, "needs R");

    /// <summary>A lock of renv for a version of the package; its repository has 2.0 alone.</summary>
    public string Lock(string version, string? r = null) => $$"""
        {"R": {"Version": "{{r ?? Version}}", "Repositories": [{"Name": "CRAN", "URL": "file://{{Repository}}"}] },
         "Packages": {"{{Package}}": {"Package": "{{Package}}", "Version": "{{version}}", "Source": "Repository", "Repository": "CRAN", "Hash": "0123456789abcdef0123456789abcdef"} } }
        """;

    public async ValueTask InitializeAsync()
    {
        if (!IsThere) return;
        Version = (await RunAsync("Rscript", "-e", "cat(as.character(getRversion()))")).Trim();
        if ((await RunAsync("Rscript", "-e", "cat(dirname(find.package('renv', quiet = TRUE)))")).Trim() is { Length: > 0 } renv) Renv = renv;
        foreach (string library in new[] { Site, Tools, Path.Combine(Repository, "src/contrib") }) Directory.CreateDirectory(library);
        await RunAsync("R", "CMD", "INSTALL", "--no-docs", "--no-test-load", $"--library={Site}", Source("one", Package, "1.0", "word <- function() 'one'\n"));
        await RunAsync("R", "CMD", "INSTALL", "--no-docs", "--no-test-load", $"--library={Tools}", Source("renv", "renv", "1.0.0", Restore));
        await RunAsync("R", "CMD", "build", "--no-build-vignettes", "--no-manual", Source("two", Package, "2.0", "word <- function() 'two'\n"));
        foreach (string made in Directory.GetFiles(_folder, "*.tar.gz")) File.Move(made, Path.Combine(Repository, "src/contrib", Path.GetFileName(made)));
        await RunAsync("Rscript", "-e", $"tools::write_PACKAGES('{Repository}/src/contrib', type = 'source')");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Source(string folder, string name, string version, string code)
    {
        string root = Directory.CreateDirectory(Path.Combine(_folder, folder, name)).FullName;
        Directory.CreateDirectory(Path.Combine(root, "R"));
        File.WriteAllText(Path.Combine(root, "DESCRIPTION"), $"Package: {name}\nVersion: {version}\nTitle: Made By A Test\nDescription: Made by a test.\nAuthor: A test\nMaintainer: A test <test@example.org>\nLicense: MIT\n");
        File.WriteAllText(Path.Combine(root, "NAMESPACE"), "exportPattern('^[a-z]')\n");
        File.WriteAllText(Path.Combine(root, "R", "code.R"), code);
        return root;
    }

    private async Task<string> RunAsync(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)}: {await errors}");
    }
}
