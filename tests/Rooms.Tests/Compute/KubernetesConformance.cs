using Cairn.Compute;

namespace Cairn.Rooms.Tests.Compute;

public sealed class KubernetesConformance : ComputeConformance
{
    private FakeKubernetes? _cluster;
    private string? _workdir;

    protected override string Target => TestKubernetes.Target;

    protected override bool Resumes => true;

    protected override async Task<ComputeOptions> EnrolAsync(ComputeOptions options)
    {
        _cluster = await FakeKubernetes.StartAsync();
        return TestKubernetes.Enrol(options, _workdir = TestSlurm.NewWorkdir(), _cluster);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
        if (_workdir is { } workdir) await TestSlurm.UntilAsync(() => Task.FromResult(GateWorld.TryDelete(workdir)));
    }
}
