using Cairn.Compute;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>A world with the tests' Slurm enrolled.</summary>
internal sealed class SlurmWorld(TestWorld world, string workdir) : GateWorld(world, workdir, TestSlurm.Target)
{
    public static async Task<SlurmWorld> StartAsync(string? partition = null, TimeSpan? silence = null)
    {
        _ = TestSlurm.Config;
        string workdir = TestSlurm.NewWorkdir();
        return new SlurmWorld(await ComputeWorld.StartAsync(TestSlurm.Enrol(new ComputeOptions { Slots = 2 }, workdir, partition, silence)), workdir);
    }

    /// <summary>The job's name, as squeue shows it.</summary>
    public async Task<string> JobAsync(string key) => (await AttemptAsync(key)).Root is var root ? $"cairn.{Path.GetFileName(Path.GetDirectoryName(root))}.{Path.GetFileName(root)}" : "";

    /// <summary>State and reason of a task's job, empty when Slurm does not know it.</summary>
    public async Task<string> StateAsync(string key) => (await TestSlurm.RunAsync("squeue", "-h", "-t", "all", "-o", "%T %r %i", "--name=" + await JobAsync(key))).Trim();
}
