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
        Assert.SkipUnless(ParityWorld.Long, "Slurm has its turn in the long form: CAIRN_SOAK=1.");
        _ = TestSlurm.Config;
        string workdir = TestSlurm.NewWorkdir();
        ComputeOptions options = TestSlurm.Enrol(new ComputeOptions { Slots = 2 }, workdir);
        Dictionary<string, string> there = await ParityWorld.OutputsAsync(options with { Targets = [options.Targets[0] with { Name = ParityWorld.Target }] });
        there.ShouldBe(await ParityWorld.OutputsAsync(ParityWorld.Here));
        Directory.Delete(Path.GetDirectoryName(workdir)!, recursive: true);
    }
}
