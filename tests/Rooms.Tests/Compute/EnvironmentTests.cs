using System.IO.Compression;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Compute.Environments;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>What a task runs in is looked at, restored where that can be done, and else held against its lock.</summary>
public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("requirements.txt", "# comment\nnumpy==2.3.1  # pinned\nScikit_Learn==1.5 \\\n    --hash=sha256:00\npandas>=2\nrequests[socks]==2.32 ; python_version > '3.8'\nonnx===1.16\n", "numpy 2.3.1, onnx 1.16, scikit-learn 1.5")]
    [InlineData("uv.lock", "version = 1\n\n[[package]]\nname = \"numpy\"\nversion = \"2.3.1\"\nsource = { registry = \"x\" }\n\n[[package]]\nname = \"mine\"\nversion = \"0.1\"\nsource = { editable = \".\" }\n", "numpy 2.3.1")]
    [InlineData("poetry.lock", "[[package]]\nname = \"Jinja2\"\nversion = \"3.1\"\n", "jinja2 3.1")]
    [InlineData("renv.lock", """{"R": {"Version": "4.3.1"}, "Packages": {"dplyr": {"Package": "dplyr", "Version": "1.1.4"}}}""", "R 4.3.1, dplyr 1.1.4")]
    [InlineData("packages.lock.json", """{"version": 1, "dependencies": {"net10.0": {"Some.Package": {"type": "Direct", "resolved": "1.0.0"}}}}""", "net10-0 *")]
    [InlineData("renv.lock", "no json", "")]
    [InlineData("environment.yml", "dependencies: [numpy=2]", "")]
    public void A_lock_names_packages_with_their_versions(string name, string text, string packages)
        => string.Join(", ", LockedPackages.Read(new TaskLock("python3", name, text)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value}")).ShouldBe(packages);

    [Theory]
    [InlineData("requirements.txt", "numpy==2.3\ncolorama==0.4\n", "colorama 0.4 is not installed")]
    [InlineData("requirements.txt", "numpy==2.4\n", "numpy is 2.3 and not 2.4")]
    [InlineData("requirements.txt", "numpy==2.4\ncolorama==0.4\n", "colorama 0.4 is not installed, numpy is 2.3 and not 2.4")]
    [InlineData("uv.lock", "[[package]]\nname = \"numpy\"\nversion = \"2.3\"\n[[package]]\nname = \"colorama\"\nversion = \"0.4\"\n", null)]
    [InlineData("uv.lock", "[[package]]\nname = \"colorama\"\nversion = \"0.4\"\n", "colorama 0.4 is not installed")]
    [InlineData("uv.lock", "[[package]]\nname = \"numpy\"\nversion = \"2.2\"\n[[package]]\nname = \"numpy\"\nversion = \"2.4\"\n", null)]
    public void What_differs_is_told(string name, string text, string? difference)
    {
        var locked = new TaskLock("python3", name, text);
        LockedPackages.Difference(locked, LockedPackages.Read(locked), Installed.Read(["3.11", "numpy==2.3"], LockedPackages.Plain)).ShouldBe(difference);
    }

    [Theory]
    [InlineData("numpy==2.3 --hash=sha256:00\n", true)]
    [InlineData("# made by a tool\n--index-url https://example.org\nnumpy==2.3 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01  # via pandas\n", true)]
    [InlineData("numpy==2.3 ; python_version > '3.8' --hash=sha256:00\npandas==2.2 --hash=sha256:02\n", true)]
    [InlineData("numpy==2.3 --hash=sha256:00\npandas==2.2\n", false)]
    [InlineData("numpy==2.3 --hash=sha256:00\npandas>=2 --hash=sha256:02\n", false)]
    [InlineData("numpy==2.3 --hash=sha256:00\n-r other.txt\n", false)]
    [InlineData("# nothing\n", false)]
    public void Requirements_fix_an_environment_when_each_is_fixed_with_its_hash(string text, bool exact) => new TaskLock("python3", "requirements.txt", text).IsExact.ShouldBe(exact);

    [Theory]
    [InlineData("""{"R": {"Version": "4.3.1"}, "Packages": {"dplyr": {"Package": "dplyr", "Version": "1.1.4"}}}""", true)]
    [InlineData("""{"Packages": {"dplyr": {"Package": "dplyr", "Version": "1.1.4"}}}""", true)]
    [InlineData("""{"R": {"Version": "4.3.1"}, "Packages": {}}""", false)]
    public void A_lock_of_R_fixes_an_environment_when_it_names_packages(string text, bool exact) => new TaskLock("Rscript", "renv.lock", text).IsExact.ShouldBe(exact);

    [Fact]
    public async Task Whoever_gives_up_a_plan_does_not_wait_for_an_interpreter()
    {
        using var python = new FakePython();
        await using TestWorld world = await ComputeWorld.StartAsync(new ComputeOptions { Slots = 2, SearchPath = python.SearchPath });
        python.FallAsleep();
        using var given = new CancellationTokenSource();
        Task<string?> asked = world.Get<ICompute>().InstalledForAsync("python3", python.SearchPath, given.Token);
        await python.SleepsAsync(TestContext.Current.CancellationToken);
        await given.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_runtime_that_is_installed_later_is_seen()
    {
        string folder = Directory.CreateTempSubdirectory("cairn-dotnet-").FullName, runtimes = Path.Combine(folder, "shared"), program = Path.Combine(folder, "dotnet");
        Directory.CreateDirectory(Path.Combine(runtimes, "9.0.1"));
        Directory.SetLastWriteTimeUtc(runtimes, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nfor v in '{runtimes}'/*; do echo \"Microsoft.NETCore.App ${{v##*/}} [{runtimes}]\"; done\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using TestWorld world = await ComputeWorld.StartAsync(new ComputeOptions { Slots = 2 });
        (await AskAsync()).ShouldBe("net9-0==9.0.1");
        Directory.CreateDirectory(Path.Combine(runtimes, "10.0.2"));
        (await AskAsync()).ShouldBe("net10-0==10.0.2 net9-0==9.0.1");
        Directory.Delete(folder, recursive: true);

        Task<string?> AskAsync() => world.Get<ICompute>().InstalledForAsync("dotnet", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_differs_from_the_lock_is_refused_unless_that_is_allowed()
    {
        using var python = new FakePython("numpy==2.3", "pandas==2.2");
        await using TestWorld world = await ComputeWorld.StartAsync(new ComputeOptions { Slots = 2, SearchPath = python.SearchPath, Pip = new Dictionary<string, string>() });
        ComputeTask task = ComputeWorld.Shell("a", "echo made > $CAIRN_OUT_X") with { Outputs = ["x"], Interpreters = ["python3"], Lock = new TaskLock("python3", "requirements.txt", "numpy==2.4\npandas==2.2\n") };

        ComputeResult refused = await RunAsync(world, task);
        refused.Outcome.ShouldBe(ComputeOutcome.Failed);
        refused.Reason.ShouldBe("What is installed differs from requirements.txt: numpy is 2.3 and not 2.4. Install what it names, or run with --allow-drift.");

        ComputeResult allowed = await RunAsync(world, task with { Key = "b", AllowDrift = true });
        (allowed.Outcome, allowed.Drift).ShouldBe((ComputeOutcome.Succeeded, "numpy is 2.3 and not 2.4"));

        python.Install("numpy==2.4", "pandas==2.2");
        ComputeResult same = await RunAsync(world, task with { Key = "c" });
        (same.Outcome, same.Drift).ShouldBe((ComputeOutcome.Succeeded, null));
        JsonNode found = JsonNode.Parse(same.Environment!)!;
        found["python3"]!.ToJsonString().ShouldBe("""{"version":"3.11.2","packages":{"numpy":"2.4","pandas":"2.2"}}""");
        found["machine"]!["kernel"].ShouldNotBeNull();
    }

    [Fact]
    public async Task An_environment_is_restored_once_from_where_packages_come()
    {
        string folder = Directory.CreateTempSubdirectory("cairn-wheels-").FullName;
        Wheel(folder);
        var pip = new Dictionary<string, string> { ["PIP_NO_INDEX"] = "1", ["PIP_FIND_LINKS"] = folder };
        await using TestWorld world = await ComputeWorld.StartAsync(new ComputeOptions { Slots = 2, Pip = pip });
        ComputeTask task = ComputeWorld.Shell("a", "python3 -c 'import tiny; print(tiny.word)' > $CAIRN_OUT_X; echo $VIRTUAL_ENV") with { Outputs = ["x"], Interpreters = ["python3"], Lock = new TaskLock("python3", "requirements.txt", "cairn-tiny==1.2\n") };
        ComputeResult first = await RunAsync(world, task);
        Assert.SkipWhen(first.Reason?.Contains("does not answer") == true || first.Reason?.Contains("No module named") == true, "needs Python with venv and pip");
        (first.Outcome, first.Drift).ShouldBe((ComputeOutcome.Succeeded, null), first.Reason);
        (await File.ReadAllTextAsync(first.OutputPaths["x"], TestContext.Current.CancellationToken)).ShouldBe("restored\n");
        JsonNode.Parse(first.Environment!)!["python3"]!["packages"]!["cairn-tiny"]!.ToString().ShouldBe("1.2");
        ComputeResult second = await RunAsync(world, task with { Key = "b" });
        (await File.ReadAllTextAsync(second.LogPath, TestContext.Current.CancellationToken)).ShouldBe(await File.ReadAllTextAsync(first.LogPath, TestContext.Current.CancellationToken), "the same environment again");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_cannot_be_restored_is_refused_with_the_reason()
    {
        // This one has neither venv nor pip.
        using var python = new FakePython();
        await using TestWorld world = await ComputeWorld.StartAsync(new ComputeOptions { Slots = 2, SearchPath = python.SearchPath, Pip = new Dictionary<string, string> { ["PIP_FIND_LINKS"] = "/nowhere" } });
        ComputeResult refused = await RunAsync(world, ComputeWorld.Shell("a", "true") with { Interpreters = ["python3"], Lock = new TaskLock("python3", "requirements.txt", "numpy==2.4\n") });
        refused.Outcome.ShouldBe(ComputeOutcome.Failed);
        refused.Reason!.ShouldMatch("^What is installed differs from requirements[.]txt: numpy 2[.]4 is not installed, and it could not be restored: .+-m");
    }

    [Theory]
    [InlineData("musl=1.2\n", null)]
    [InlineData("# what counts\nmusl:own\t1.2\nmusl:all=1.2\nlibz:sparc=3\n", null)]
    [InlineData("musl:sparc=1.2\nlibz:own=3\n", "libz:own is 2 and not 3, musl:sparc 1.2 is not installed")]
    [InlineData("musl = 1.3\ncurl=8.5\n", "curl 8.5 is not installed, musl is 1.2 and not 1.3")]
    public void A_lock_of_the_systems_packages_holds_what_it_names(string text, string? difference)
        => SystemPackages.Difference(SystemLock.Read("system.lock", text.Replace("own", SystemLock.Own, StringComparison.Ordinal)), new Dictionary<string, string> { ["musl"] = "1.2", ["libz"] = "2", ["libz:sparc"] = "3" })
            .ShouldBe(difference?.Replace("own", SystemLock.Own, StringComparison.Ordinal));

    [Theory]
    [InlineData("musl=1.2\nzlib\n", "system.lock:2 is no package with its version")]
    [InlineData("musl 1.2 3\n", "system.lock:1 is no package with its version")]
    [InlineData("# none\n", "system.lock names no package")]
    public void A_lock_of_the_systems_packages_that_is_none_is_told(string text, string problem) => Should.Throw<FormatException>(() => SystemLock.Read("system.lock", text)).Message.ShouldStartWith(problem);

    [Theory]
    [InlineData("var/lib/dpkg/status", "Package: dpkg\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.21\n\nPackage: libc6\nStatus: install ok installed\nDescription: Version: 9\n Version: 8\nArchitecture: amd64\nVersion: 2.36-9\n\nPackage: libc6\nStatus: install ok installed\nArchitecture: i386\nVersion: 2.36-8\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n", "dpkg 1.21, libc6 2.36-9, libc6:i386 2.36-8")]
    [InlineData("lib/apk/db/installed", "C:Q1=\nP:musl\nV:1.2.4-r2\nA:x86_64\n\nP:zlib\nV:1.3\n", "musl 1.2.4-r2, zlib 1.3")]
    [InlineData("var/lib/rpm/rpmdb.sqlite", "kernel 0:6.2-1.x86_64\nglibc 0:2.39-5.x86_64\nkernel 0:6.1-1.x86_64\n", "glibc 0:2.39-5.x86_64, kernel 0:6.1-1.x86_64,0:6.2-1.x86_64")]
    public async Task Each_manager_of_the_systems_packages_is_read(string list, string text, string packages)
    {
        using var system = new FakeSystem(list, text);
        await using TestWorld world = await ComputeWorld.StartAsync(new ComputeOptions { Slots = 2, SystemRoot = system.Root, SearchPath = system.SearchPath });
        JsonNode machine = JsonNode.Parse((await RunAsync(world, ComputeWorld.Shell("a", "true"))).Environment!)!["machine"]!;
        string.Join(", ", machine["system_packages"]!["packages"]!.AsObject().Select(p => $"{p.Key} {p.Value}")).ShouldBe(packages);
    }

    [Fact]
    public async Task A_system_that_must_be_as_it_was_is_held_to_each_version()
    {
        using var system = new FakeSystem("lib/apk/db/installed", "P:musl\nV:1.2\nP:zlib\nV:1.3\n");
        await using TestWorld world = await ComputeWorld.StartAsync(new ComputeOptions { Slots = 2, SystemRoot = system.Root });
        ComputeTask task = ComputeWorld.Shell("a", "true") with { System = [new SystemLock("the packages of before", new Dictionary<string, string> { ["musl"] = "1.2", ["zlib"] = "1.3" }, IsWhole: true)] };
        (await RunAsync(world, task)).Outcome.ShouldBe(ComputeOutcome.Succeeded);
        system.Write("P:curl\nV:8.5\nP:musl\nV:1.3\n");
        ComputeResult refused = await RunAsync(world, task with { Key = "b" });
        refused.Reason.ShouldBe("What is installed differs from the packages of before: curl 8.5 is installed too, musl is 1.3 and not 1.2, zlib 1.3 is not installed. Install what it names, or run with --allow-drift.");
        ComputeResult allowed = await RunAsync(world, task with { Key = "c", AllowDrift = true });
        (allowed.Outcome, allowed.Drift).ShouldBe((ComputeOutcome.Succeeded, "curl 8.5 is installed too, musl is 1.3 and not 1.2, zlib 1.3 is not installed"));
    }

    private static Task<ComputeResult> RunAsync(TestWorld world, ComputeTask task) => world.Get<ICompute>().RunAsync(task, TestContext.Current.CancellationToken);

    // The smallest package there is: a module and what a wheel must say of itself.
    private static void Wheel(string folder)
    {
        using ZipArchive wheel = ZipFile.Open(Path.Combine(folder, "cairn_tiny-1.2-py3-none-any.whl"), ZipArchiveMode.Create);
        Entry("tiny.py", "word = 'restored'\n");
        Entry("cairn_tiny-1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: cairn-tiny\nVersion: 1.2\n");
        Entry("cairn_tiny-1.2.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        Entry("cairn_tiny-1.2.dist-info/RECORD", "tiny.py,,\ncairn_tiny-1.2.dist-info/METADATA,,\ncairn_tiny-1.2.dist-info/WHEEL,,\ncairn_tiny-1.2.dist-info/RECORD,,\n");

        void Entry(string name, string text)
        {
            using var writer = new StreamWriter(wheel.CreateEntry(name).Open());
            writer.Write(text);
        }
    }
}
