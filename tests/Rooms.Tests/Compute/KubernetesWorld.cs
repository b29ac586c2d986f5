using Cairn.Compute;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>A world with the cluster in this process enrolled.</summary>
internal sealed class KubernetesWorld(TestWorld world, string workdir, FakeKubernetes cluster) : GateWorld(world, workdir, TestKubernetes.Target)
{
    public FakeKubernetes Cluster => cluster;

    public static async Task<KubernetesWorld> StartAsync(TimeSpan? silence = null)
    {
        FakeKubernetes cluster = await FakeKubernetes.StartAsync();
        string workdir = TestSlurm.NewWorkdir();
        return new KubernetesWorld(await ComputeWorld.StartAsync(TestKubernetes.Enrol(new ComputeOptions { Slots = 2 }, workdir, cluster, silence)), workdir, cluster);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await cluster.DisposeAsync();
    }
}
