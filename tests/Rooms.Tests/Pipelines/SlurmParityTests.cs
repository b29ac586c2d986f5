using Cairn.Compute;
using Cairn.Rooms.Tests.Compute;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>As <see cref="ParityTests"/>, on Slurm.</summary>
[Collection("slurm")]
public sealed class SlurmParityTests
{
    [Fact]
    public async Task Slurm_makes_what_this_machine_makes()
    {
        _ = TestSlurm.Config;
        string workdir = ParityWorld.NewWorkdir();
        await ParityWorld.MakesTheSameAsync(TestSlurm.Enrol(new ComputeOptions { Slots = 2 }, workdir));
        Directory.Delete(Path.GetDirectoryName(workdir)!, recursive: true);
    }
}
