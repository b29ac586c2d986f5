using Cairn.Compute;

namespace Cairn.Rooms.Tests.Compute;

[Collection("slurm")]
public sealed class SlurmConformance : ComputeConformance
{
    private string? _workdir;

    protected override string Target => TestSlurm.Target;

    protected override bool Resumes => true;

    protected override Task<ComputeOptions> EnrolAsync(ComputeOptions options)
    {
        _ = TestSlurm.Config;
        return Task.FromResult(TestSlurm.Enrol(options, _workdir = TestSlurm.NewWorkdir()));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_workdir is not null) await TestSlurm.UntilAsync(() => Task.FromResult(GateWorld.TryDelete(_workdir)));
    }
}
