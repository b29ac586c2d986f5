using Cairn.Compute;
using Cairn.Compute.Attempts;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;
using static Cairn.Rooms.Tests.Compute.ComputeWorld;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>A world with the tests' Slurm enrolled, and a gate at which its tasks wait.</summary>
internal sealed class SlurmWorld : IAsyncDisposable
{
    private readonly string _workdir;

    private SlurmWorld(TestWorld world, string workdir) => (World, _workdir) = (world, workdir);

    public TestWorld World { get; }

    public ICompute Compute => World.Get<ICompute>();

    public Target Target => World.Get<TargetList>().Find(TestSlurm.Target)!;

    public static async Task<SlurmWorld> StartAsync(string? partition = null)
    {
        _ = TestSlurm.Config;
        string workdir = TestSlurm.NewWorkdir();
        return new SlurmWorld(await ComputeWorld.StartAsync(TestSlurm.Enrol(new ComputeOptions { Slots = 2 }, workdir, partition)), workdir);
    }

    public Task<ComputeResult> RunAsync(ComputeTask task, CancellationToken cancellation = default) => Compute.RunAsync(task with { Target = TestSlurm.Target }, cancellation);

    /// <summary>Starts a task that writes <c>x</c> and ends once its gate is opened, and waits until it runs.</summary>
    public async Task<Task<ComputeResult>> StartAtGateAsync(string key)
    {
        Task<ComputeResult> run = RunAsync(Shell(key, $"mkfifo '{Gate(key)}'; echo ready; read x < '{Gate(key)}'; echo {key} > \"$CAIRN_OUT_X\"") with { Outputs = ["x"] });
        await World.LogUntilAsync(key, "ready");
        return run;
    }

    public Task OpenAsync(string key) => File.WriteAllTextAsync(Gate(key), "go\n");

    public async Task<AttemptFolder> AttemptAsync(string key) => new((await World.Database.ReadAsync(s => World.Get<TaskStore>().Place(s, key)))!);

    /// <summary>The job's name, as squeue shows it.</summary>
    public async Task<string> JobAsync(string key) => $"cairn.{Path.GetFileName(Path.GetDirectoryName((await AttemptAsync(key)).Root))}.{Path.GetFileName((await AttemptAsync(key)).Root)}";

    /// <summary>State and reason of a task's job, empty when Slurm does not know it.</summary>
    public async Task<string> StateAsync(string key) => (await TestSlurm.RunAsync("squeue", "-h", "-t", "all", "-o", "%T %r %i", "--name=" + await JobAsync(key))).Trim();

    /// <summary>The process number of the launcher.</summary>
    public async Task<int> LauncherAsync(string key) => int.Parse((await File.ReadAllTextAsync(Path.Combine((await AttemptAsync(key)).Root, "control", "claim"))).Split(' ')[1]);

    public Task WaitsAsync(string key, string because) => TestSlurm.UntilAsync(() => Task.FromResult(Compute.Because(key)?.Contains(because, StringComparison.Ordinal) == true));

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_workdir)!, recursive: true);
    }

    private string Gate(string key) => Path.Combine(World.Directory, "gate-" + key);
}
