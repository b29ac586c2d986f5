using Cairn.Compute;
using Cairn.Rooms.Tests.Compute;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>The same files, run unedited on this machine and on Kubernetes, make the same bytes: the first three of them, in the long form all twenty.</summary>
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
        await ParityWorld.MakesTheSameAsync(TestKubernetes.Enrol(new ComputeOptions { Slots = 2 }, workdir, cluster));
        Directory.Delete(Path.GetDirectoryName(workdir)!, recursive: true);
    }

    [Fact]
    public async Task A_real_Kubernetes_makes_what_this_machine_makes()
        => await ParityWorld.MakesTheSameAsync(RealKubernetesConformance.Enrol(new ComputeOptions { Slots = 2 }));
}
