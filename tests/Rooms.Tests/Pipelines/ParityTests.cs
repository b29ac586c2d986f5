using Cairn.Compute;
using Cairn.Rooms.Tests.Compute;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>The same files, run unedited on this machine, on Kubernetes and on Slurm, make the same bytes: four of them, in the long form twenty, then on Slurm too.</summary>
public sealed class ParityTests
{
    [Fact]
    public void There_are_twenty_and_each_is_of_its_own_kind()
    {
        ParityPipeline.All.Count.ShouldBe(20);
        ParityPipeline.All.Select(p => p.Name).ShouldBeUnique();
        foreach (ParityPipeline pipeline in ParityPipeline.All)
            Contracts.Projects.ProjectFile.Parse(pipeline.Yaml, "cairn.yaml").Faults.ShouldBeEmpty(pipeline.Name);
    }

    [Fact]
    public async Task Kubernetes_makes_what_this_machine_makes()
    {
        await using FakeKubernetes cluster = await FakeKubernetes.StartAsync();
        string workdir = ParityWorld.NewWorkdir();
        ComputeOptions options = TestKubernetes.Enrol(new ComputeOptions { Slots = 2 }, workdir, cluster);
        Task<Dictionary<string, string>> there = ParityWorld.OutputsAsync(options with { Targets = [options.Targets[0] with { Name = ParityWorld.Target }] });
        Dictionary<string, string> here = await ParityWorld.OutputsAsync(ParityWorld.Here);
        (await there).Except(here).ShouldBeEmpty();
        (await there).Count.ShouldBe(here.Count);
        here.Count.ShouldBeGreaterThan(4);
        Directory.Delete(Path.GetDirectoryName(workdir)!, recursive: true);
    }
}
