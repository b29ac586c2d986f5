using System.Diagnostics;

namespace Cairn.Cli.Tests;

/// <summary>A run from a folder with changes that are not committed.</summary>
public sealed class UncommittedTests : IDisposable
{
    private const string Runs = "POST /api/v1/projects/p/pipeline-runs";
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-tree-").FullName;

    public UncommittedTests()
    {
        File.WriteAllText(Path.Combine(_folder, "cairn.yaml"), "project: p\n");
        Git("init", "--quiet", "--template=");
        Git("add", "--all");
        Git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "Begin");
    }

    [Fact]
    public async Task For_production_is_refused_with_the_names_of_the_files()
    {
        File.WriteAllText(Path.Combine(_folder, "train.py"), "print()\n");
        var server = Server(_folder);
        var run = await Session.RunAsync(server, "run --detach -p p", folder: _folder);
        run.Code.ShouldBe(2);
        run.Error.ShouldBe("error: train.py is not committed, so a run for production would go without\n  commit first, or: cairn run --experiment\n");
        server.Asked.ShouldNotContain(Runs);
    }

    [Fact]
    public async Task As_an_experiment_it_goes_on_and_says_so()
    {
        File.WriteAllText(Path.Combine(_folder, "cairn.yaml"), "project: p # changed\n");
        var server = Server(_folder);
        var run = await Session.RunAsync(server, "run --detach --experiment -p p", folder: _folder);
        run.Code.ShouldBe(0);
        run.Error.ShouldBe("cairn.yaml is not committed: the run goes by the commit, without\n");
        server.Bodies[^1].ShouldBe("""{"purpose":"experiment","dirty":true}""");
    }

    [Fact]
    public async Task A_clean_folder_and_one_of_another_project_are_no_matter()
    {
        var clean = Server(_folder);
        (await Session.RunAsync(clean, "run --detach -p p", folder: _folder)).Code.ShouldBe(0);
        File.WriteAllText(Path.Combine(_folder, "train.py"), "print()\n");
        (await Session.RunAsync(Server("/elsewhere/p"), "run --detach -p p", folder: _folder)).Code.ShouldBe(0);
        clean.Bodies[^1].ShouldBe("{}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static FakeServer Server(string repository)
        => new FakeServer().On("GET /api/v1/projects/p", $$"""{"name":"p","repository":"{{repository}}"}""").On(Runs, """{"number":1,"state":"queued"}""");

    private void Git(params string[] words)
    {
        using var git = Process.Start(new ProcessStartInfo("git", words) { WorkingDirectory = _folder, UseShellExecute = false })!;
        git.WaitForExit();
        git.ExitCode.ShouldBe(0);
    }
}
