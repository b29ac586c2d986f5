using Cairn.Compute;

namespace Cairn.Rooms.Tests.Compute;

[Collection("slurm")]
public sealed class SlurmConformance : ComputeConformance
{
    // Each takes seconds on Slurm, and most of what they look at is the launcher's, which the other backends' turns try as well.
    private static readonly HashSet<string> InShort =
    [
        nameof(A_task_gets_its_inputs_parameters_and_seed_and_its_outputs_are_found), nameof(Its_exit_code_and_its_own_reason_are_told), nameof(Time_CPU_and_memory_end_with_their_limits),
        nameof(Cancellation_ends_the_whole_tree_even_what_left_its_session), nameof(When_the_server_dies_or_stops_a_task_is_gone_on_with_or_ended_and_lost),
    ];

    private static readonly bool Soak = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1";
    private string? _workdir;

    protected override string Target => TestSlurm.Target;

    protected override bool Resumes => true;

    protected override Task<ComputeOptions> EnrolAsync(ComputeOptions options)
    {
        _ = TestSlurm.Config;
        Assert.SkipUnless(Soak || InShort.Contains(TestContext.Current.TestMethod!.MethodName), SlurmTests.LongForm);
        return Task.FromResult(TestSlurm.Enrol(options, _workdir = TestSlurm.NewWorkdir()));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_workdir is not null) await TestSlurm.UntilAsync(() => Task.FromResult(GateWorld.TryDelete(_workdir)));
    }
}
