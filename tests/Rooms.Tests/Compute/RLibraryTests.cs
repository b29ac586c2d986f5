using System.Text.Json.Nodes;
using Cairn.Compute;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>What R finds, real R: held against renv.lock, and restored by renv where that is there.</summary>
public sealed class RLibraryTests(RWorkshop r) : IClassFixture<RWorkshop>
{
    private const string Says = $"Rscript -e 'cat({RWorkshop.Package}::word())' > $CAIRN_OUT_X; echo $RENV_CONFIG_AUTOLOADER_ENABLED";

    [Fact]
    public async Task What_differs_is_refused_with_each_version_unless_that_is_allowed()
    {
        r.Require();
        await using TestWorld world = await StartAsync();
        ComputeTask task = Task("a", r.Lock("1.1", "3.6.0"), r.Site);
        ComputeResult refused = await RunAsync(world, task);
        string difference = $"R is {r.Version} and not 3.6.0, {RWorkshop.Package} is 1.0 and not 1.1";
        (refused.Outcome, refused.Reason).ShouldBe((ComputeOutcome.Failed, $"What is installed differs from renv.lock: {difference}. Install what it names, or run with --allow-drift."));

        ComputeResult allowed = await RunAsync(world, task with { Key = "b", AllowDrift = true });
        (allowed.Outcome, allowed.Drift).ShouldBe((ComputeOutcome.Succeeded, difference), allowed.Reason);
        JsonNode found = JsonNode.Parse(allowed.Environment!)!["Rscript"]!;
        (found["version"]!.ToString(), found["packages"]![RWorkshop.Package]!.ToString()).ShouldBe((r.Version, "1.0"));

        ComputeResult same = await RunAsync(world, Task("c", r.Lock("1.0"), r.Site));
        (same.Outcome, same.Drift).ShouldBe((ComputeOutcome.Succeeded, null), same.Reason);
        (await File.ReadAllTextAsync(same.LogPath, TestContext.Current.CancellationToken)).ShouldBe("FALSE\n", "renv must not look for a library of its own");

        ComputeResult absent = await RunAsync(world, Task("d", r.Lock("1.0"), r.Tools + "/nowhere"));
        absent.Reason!.ShouldContain($"{RWorkshop.Package} 1.0 is not installed");
    }

    [Fact]
    public async Task A_library_is_restored_once_where_renv_is_there()
    {
        r.Require();
        await using TestWorld world = await StartAsync();
        ComputeTask task = Task("a", r.Lock("2.0"), $"{r.Site}:{r.Tools}") with { Command = ["/bin/sh", "-c", $"{Says}; cat $R_LIBS/asked"] };
        ComputeResult first = await RunAsync(world, task);
        (first.Outcome, first.Drift).ShouldBe((ComputeOutcome.Succeeded, null), first.Reason);
        (await File.ReadAllTextAsync(first.OutputPaths["x"], TestContext.Current.CancellationToken)).ShouldBe("two");
        JsonNode.Parse(first.Environment!)!["Rscript"]!["packages"]![RWorkshop.Package]!.ToString().ShouldBe("2.0");
        ComputeResult second = await RunAsync(world, task with { Key = "b" });
        (await File.ReadAllTextAsync(second.LogPath, TestContext.Current.CancellationToken)).ShouldBe("FALSE\ncache FALSE prompt FALSE \n", "the same library, made once");

        ComputeResult none = await RunAsync(world, Task("c", r.Lock("2.0").Replace(RWorkshop.Package, "cairn.other", StringComparison.Ordinal), $"{r.Site}:{r.Tools}"));
        (none.Outcome, none.Reason!.Contains("cairn.other 2.0 is not installed", StringComparison.Ordinal)).ShouldBe((ComputeOutcome.Failed, true), none.Reason);
    }

    [Fact]
    public async Task Nothing_is_restored_for_another_R_unless_it_may_drift()
    {
        r.Require();
        await using TestWorld world = await StartAsync();
        ComputeTask task = Task("a", r.Lock("2.0", "3.6.0"), $"{r.Site}:{r.Tools}");
        string other = $"R is {r.Version} and not 3.6.0";
        (await RunAsync(world, task)).Reason!.ShouldStartWith($"What is installed differs from renv.lock: {other}, {RWorkshop.Package} is 1.0 and not 2.0.");
        ComputeResult allowed = await RunAsync(world, task with { Key = "b", AllowDrift = true });
        (allowed.Outcome, allowed.Drift).ShouldBe((ComputeOutcome.Succeeded, other), allowed.Reason);
        (await File.ReadAllTextAsync(allowed.OutputPaths["x"], TestContext.Current.CancellationToken)).ShouldBe("two");
    }

    [Fact]
    public async Task A_library_is_restored_by_renv_itself()
    {
        r.Require();
        Assert.SkipUnless(r.Renv is not null, "needs the package renv of R");
        await using TestWorld world = await StartAsync();
        ComputeResult made = await RunAsync(world, Task("a", r.Lock("2.0"), $"{r.Site}:{r.Renv}"));
        (made.Outcome, made.Drift).ShouldBe((ComputeOutcome.Succeeded, null), made.Reason);
        (await File.ReadAllTextAsync(made.OutputPaths["x"], TestContext.Current.CancellationToken)).ShouldBe("two");
    }

    [Fact]
    public async Task A_package_that_is_replaced_in_its_folder_is_looked_at_again()
    {
        using var look = new FakeR("1.0");
        await using TestWorld world = await StartAsync();
        (await AskAsync()).ShouldBe("R==4.3.1 tiny==1.0");
        look.Replace("1.1");
        (await AskAsync()).ShouldBe("R==4.3.1 tiny==1.1");

        Task<string?> AskAsync() => world.Get<ICompute>().InstalledForAsync("Rscript", look.SearchPath, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_it_finds_without_a_lock_is_part_of_an_identity()
    {
        r.Require();
        await using TestWorld world = await StartAsync();
        string path = Environment.GetEnvironmentVariable("PATH")!;
        string? script = await world.Get<ICompute>().InstalledForAsync("Rscript", path, TestContext.Current.CancellationToken);
        script!.Split(' ').ShouldContain($"R=={r.Version}");
        script.Split(' ').ShouldContain($"stats=={r.Version}");
        (await world.Get<ICompute>().InstalledForAsync("R", path, TestContext.Current.CancellationToken)).ShouldBe(script);
    }

    /// <summary>An R with one package, whose files are replaced as dpkg does: the library's folder stays as it is.</summary>
    private sealed class FakeR : IDisposable
    {
        private static readonly DateTime Long = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        private readonly string _folder = Directory.CreateTempSubdirectory("cairn-r-").FullName;

        public FakeR(string version)
        {
            Directory.CreateDirectory(Package);
            string program = Path.Combine(_folder, "Rscript");
            File.WriteAllText(program, $"#!/bin/sh\nprintf '4.3.1\\nR==4.3.1\\ntiny=='; cat '{Package}/DESCRIPTION'; echo; echo 'in {_folder}/library'\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Replace(version);
            Directory.SetLastWriteTimeUtc(Package, Long);
        }

        public string SearchPath => $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";

        private string Package => Path.Combine(_folder, "library", "tiny");

        public void Replace(string version)
        {
            string file = Path.Combine(Package, "DESCRIPTION");
            File.WriteAllText(file + ".new", version);
            // A package's files have the time at which it was made.
            File.SetLastWriteTimeUtc(file + ".new", Long);
            File.Move(file + ".new", file, overwrite: true);
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }

    private static Task<TestWorld> StartAsync() => ComputeWorld.StartAsync(new ComputeOptions { Slots = 2, Renv = new Dictionary<string, string>() });

    private static ComputeTask Task(string key, string text, string libraries) => ComputeWorld.Shell(key, Says) with
    {
        Outputs = ["x"],
        Interpreters = ["Rscript"],
        Lock = new TaskLock("Rscript", "renv.lock", text),
        Environment = new Dictionary<string, string> { ["R_LIBS"] = libraries },
    };

    private static Task<ComputeResult> RunAsync(TestWorld world, ComputeTask task) => world.Get<ICompute>().RunAsync(task, TestContext.Current.CancellationToken);
}
