using Cairn.Platform.Jobs;
using Cairn.Platform.Processes;

namespace Cairn.Platform.Tests.Processes;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-process-").FullName;
    private readonly IProcessRunner _runner = new ProcessRunner(new RealTime(TimeProvider.System));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_exit_code_and_the_output_are_those_of_the_command()
    {
        ProcessResult result = await RunAsync("echo out; echo err >&2; exit 3");
        (result.ExitCode, result.End, result.Signal).ShouldBe((3, ProcessEnd.Exited, null));
        File.ReadAllText(Log).ShouldBe("out\nerr\n");
    }

    [Fact]
    public async Task Words_of_the_command_are_never_read_by_a_shell()
    {
        await _runner.RunAsync(Spec(["printf", "%s", "$(touch hacked); `id` \n \"'"]));
        File.ReadAllText(Log).ShouldBe("$(touch hacked); `id` \n \"'");
        File.Exists(Path.Combine(_folder, "hacked")).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_of_our_environment_is_inherited()
    {
        await _runner.RunAsync(Spec(["/usr/bin/env"]) with { Environment = new Dictionary<string, string> { ["ONLY"] = "this" } });
        File.ReadAllLines(Log).Where(l => !l.StartsWith("PWD=", StringComparison.Ordinal) && !l.StartsWith("SHLVL=", StringComparison.Ordinal) && !l.StartsWith("_=", StringComparison.Ordinal)).ShouldBe(["ONLY=this"]);
    }

    [Fact]
    public async Task Cancelling_ends_the_whole_tree_also_when_it_ignores_the_request()
    {
        using var cancel = new CancellationTokenSource();
        ProcessIdentity? leader = null;
        Task<ProcessResult> run = _runner.RunAsync(Script("trap '' TERM; sh -c 'trap \"\" TERM; echo ready > ready; while :; do sleep 0.05; done' & wait; while :; do sleep 0.05; done") with { Grace = TimeSpan.FromMilliseconds(200) },
            id => leader = id, cancel.Token);
        using (var watcher = new FileSystemWatcher(_folder) { EnableRaisingEvents = true })
            while (!File.Exists(Path.Combine(_folder, "ready"))) watcher.WaitForChanged(WatcherChangeTypes.All, 100);
        await cancel.CancelAsync();
        ProcessResult result = await run;
        (result.End, result.Signal).ShouldBe((ProcessEnd.Cancelled, 9));
        leader!.Lives.ShouldBeFalse();
        // The last of the group is reaped by init, in its own time.
        SpinWait.SpinUntil(() => !Posix.SignalGroup(leader.Id, 0), TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_time_limit_ends_it()
    {
        ProcessResult result = await _runner.RunAsync(Script("sleep 60") with { Timeout = TimeSpan.FromMilliseconds(100) });
        (result.End, result.Succeeded).ShouldBe((ProcessEnd.TimedOut, false));
    }

    [Fact]
    public async Task Cpu_time_and_peak_memory_are_measured()
    {
        ProcessResult result = await RunAsync("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done");
        result.CpuSeconds.ShouldBeGreaterThan(0.01);
        result.PeakMemory.ShouldBeGreaterThan(100_000);
    }

    [Fact]
    public async Task A_file_limit_holds() => (await _runner.RunAsync(Script("head -c 10000000 /dev/zero > big") with { FileLimit = 1_000_000 })).Succeeded.ShouldBeFalse();

    [Fact]
    public async Task A_line_for_the_shell_is_read_as_it_stands_under_its_limits()
    {
        string entrance = Path.Combine(_folder, "it's $there");
        await _runner.RunAsync(Script("echo $0 $# $?; cat <<'X'\n$a\nX\nulimit -f") with { FileLimit = 1 << 20, CpuLimit = 10, Entrance = entrance });
        File.ReadAllText(Log).ShouldBe("/bin/sh 0 0\n$a\n2048\n");
        File.ReadAllText(entrance).ShouldBe("0\n", "it entered before its line began");
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
        => (await Should.ThrowAsync<FileNotFoundException>(() => _runner.RunAsync(Spec(["no-such-program"])))).Message.ShouldContain("no-such-program");

    [Fact]
    public void An_identity_is_not_mistaken_for_another_process_with_the_same_number()
    {
        ProcessIdentity own = ProcessIdentity.Of(Environment.ProcessId)!;
        own.Lives.ShouldBeTrue();
        (own with { StartTicks = own.StartTicks + 1 }).Lives.ShouldBeFalse();
        (own with { StartTicks = own.StartTicks + 1 }).KillGroup().ShouldBeFalse();
    }

    private string Log => Path.Combine(_folder, "log");

    private Task<ProcessResult> RunAsync(string script) => _runner.RunAsync(Script(script));

    private ProcessSpec Script(string script) => Spec(["/bin/sh", "-c", script]);

    private ProcessSpec Spec(string[] command) => new(command, _folder, Log) { Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } };
}
