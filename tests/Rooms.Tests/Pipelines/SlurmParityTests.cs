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
        Assert.SkipUnless(ParityWorld.Long, Compute.SlurmTests.LongForm);
        _ = TestSlurm.Config;
        string workdir = ParityWorld.NewWorkdir();
        ComputeOptions options = TestSlurm.Enrol(new ComputeOptions { Slots = 2 }, workdir);
        Dictionary<string, string> there = await ParityWorld.OutputsAsync(options with { Targets = [options.Targets[0] with { Name = ParityWorld.Target }] });
        Dictionary<string, string> here = await ParityWorld.OutputsAsync(ParityWorld.Here);
        there.Except(here).ShouldBeEmpty();
        there.Count.ShouldBe(here.Count);
        Directory.Delete(Path.GetDirectoryName(workdir)!, recursive: true);
    }
}
