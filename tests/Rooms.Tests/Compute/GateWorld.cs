using Cairn.Compute;
using Cairn.Compute.Attempts;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;
using Cairn.Rooms.Tests.Code;
using static Cairn.Rooms.Tests.Compute.ComputeWorld;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>A world with one target behind a scheduler, and gates at which its tasks wait.</summary>
internal class GateWorld(TestWorld world, string workdir, string target) : IAsyncDisposable
{
    public TestWorld World => world;

    public ICompute Compute => world.Get<ICompute>();

    public Target Target => world.Get<TargetList>().Find(target)!;

    public Task<ComputeResult> RunAsync(ComputeTask task, CancellationToken cancellation = default) => Compute.RunAsync(task with { Target = target }, cancellation);

    /// <summary>Starts a task that writes <c>x</c> and ends once its gate is opened, and waits until it runs.</summary>
    public async Task<Task<ComputeResult>> StartAtGateAsync(string key)
    {
        Task<ComputeResult> run = RunAsync(Shell(key, $"mkfifo '{Gate(key)}'; echo ready; read x < '{Gate(key)}'; echo {key} > \"$CAIRN_OUT_X\"") with { Outputs = ["x"] });
        await world.LogUntilAsync(key, "ready");
        return run;
    }

    public Task OpenAsync(string key) => TestPipes.LetGoAsync(Gate(key));

    public async Task<AttemptFolder> AttemptAsync(string key) => new((await world.Database.ReadAsync(s => world.Get<TaskStore>().Place(s, key)))!);

    /// <summary>The process number of the launcher.</summary>
    public async Task<int> LauncherAsync(string key) => int.Parse((await File.ReadAllTextAsync(Path.Combine((await AttemptAsync(key)).Root, "control", "claim"))).Split(' ')[1]);

    public Task WaitsAsync(string key, string because) => TestSlurm.UntilAsync(() => Task.FromResult(Compute.Because(key)?.Contains(because, StringComparison.Ordinal) == true));

    public virtual async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await TestSlurm.UntilAsync(() => Task.FromResult(TryDelete(workdir)));
        GC.SuppressFinalize(this);
    }

    /// <summary>Deletes a target's directory; false when not yet, since a launcher that is ending may write its last file meanwhile.</summary>
    public static bool TryDelete(string workdir)
    {
        try
        {
            Directory.Delete(Path.GetDirectoryName(workdir)!, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string Gate(string key) => Path.Combine(world.Directory, "gate-" + key);
}
