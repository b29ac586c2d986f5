using System.Diagnostics;
using Cairn.Compute;
using Cairn.Compute.Local;
using Cairn.Compute.Tasks;
using static Cairn.Rooms.Tests.Compute.ComputeWorld;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>What Slurm was seen to do to jobs, each done to it on purpose.</summary>
[Collection("slurm")]
public sealed class SlurmTests
{
    internal const string LongForm = "Slurm has its turn in the long form: CAIRN_SOAK=1.";
    private static readonly bool Soak = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1";

    [Fact]
    public async Task What_it_refuses_fails_with_its_reason()
    {
        await using SlurmWorld slurm = await SlurmWorld.StartAsync("no-such-partition");
        ComputeResult result = await slurm.RunAsync(Shell("t1", "true"));
        result.Outcome.ShouldBe(ComputeOutcome.Failed);
        result.Reason!.ShouldContain("Slurm refused it: invalid partition specified: no-such-partition");
    }

    [Fact]
    public async Task A_job_that_waits_or_is_held_says_so_and_runs_when_it_is_let()
    {
        await using SlurmWorld slurm = await SlurmWorld.StartAsync();
        await TestSlurm.RunAsync("scontrol", "update", "partitionname=main", "state=down");
        Task<ComputeResult> run = slurm.RunAsync(Shell("t1", "true"));
        try
        {
            await slurm.WaitsAsync("t1", "waits in Slurm (PartitionDown)");
            await TestSlurm.RunAsync("scontrol", "hold", "jobname=" + await slurm.JobAsync("t1"));
            await slurm.WaitsAsync("t1", "is held in Slurm (JobHeld");
            (await slurm.World.Http.GetStringAsync("/api/v1/compute/cluster")).ShouldContain("is held in Slurm");
            (await slurm.World.Http.GetStringAsync("/api/v1/projects/flights/tasks/t1")).ShouldContain("\"because\":\"is held in Slurm");
            await TestSlurm.RunAsync("scontrol", "release", "jobname=" + await slurm.JobAsync("t1"));
        }
        finally
        {
            await TestSlurm.RunAsync("scontrol", "update", "partitionname=main", "state=up");
        }
        (await run).Outcome.ShouldBe(ComputeOutcome.Succeeded);
    }

    [Fact]
    public async Task One_that_waits_is_cancelled_at_once_and_can_never_begin()
    {
        await using SlurmWorld slurm = await SlurmWorld.StartAsync();
        await TestSlurm.RunAsync("scontrol", "update", "partitionname=main", "state=down");
        using var cancel = new CancellationTokenSource();
        Task<ComputeResult> run = slurm.RunAsync(Shell("t1", "true"), cancel.Token);
        try
        {
            await slurm.WaitsAsync("t1", "waits in Slurm");
            await cancel.CancelAsync();
            (await run).Outcome.ShouldBe(ComputeOutcome.Cancelled);
            await TestSlurm.UntilAsync(async () => await slurm.StateAsync("t1") is "" or ['C', 'A', 'N', ..]);
        }
        finally
        {
            await TestSlurm.RunAsync("scontrol", "update", "partitionname=main", "state=up");
        }
    }

    [Fact]
    public async Task One_that_a_person_cancels_in_Slurm_is_cancelled()
    {
        await using SlurmWorld slurm = await SlurmWorld.StartAsync();
        Task<ComputeResult> run = await slurm.StartAtGateAsync("t1");
        await TestSlurm.RunAsync("scancel", "--name=" + await slurm.JobAsync("t1"));
        ComputeResult result = await run;
        result.Outcome.ShouldBe(ComputeOutcome.Cancelled, result.Reason);
        result.Reason!.ShouldContain("from outside");
    }

    [Fact]
    public async Task The_same_attempt_started_again_does_nothing()
    {
        await using SlurmWorld slurm = await SlurmWorld.StartAsync();
        Task<ComputeResult> run = await slurm.StartAtGateAsync("t1");
        string root = (await slurm.AttemptAsync("t1")).Root, twin = Path.Combine(slurm.World.Directory, "twin.log");
        string[] launcher = [slurm.World.Get<ComputeOptions>().SearchPath, slurm.World.Directory, .. slurm.World.Get<ComputeOptions>().StepHost, "launch", root, root[(root.LastIndexOf('.') + 1)..]];
        await TestSlurm.RunAsync("sbatch", ["--wait", "--job-name=" + await slurm.JobAsync("t1"), "--output=" + twin, Path.Combine(root, "control", "job.sh"), .. launcher]);
        (await File.ReadAllTextAsync(twin)).ShouldContain("It runs or ran already.");
        launcher[^1] = "00";
        await TestSlurm.RunAsync("sbatch", ["--wait", "--output=" + twin, Path.Combine(root, "control", "job.sh"), .. launcher]);
        (await File.ReadAllTextAsync(twin)).ShouldContain("There is no such attempt.");
        await slurm.OpenAsync("t1");
        ComputeResult result = await run;
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(result.OutputPaths["x"])).ShouldBe("t1\n");
    }

    [Fact]
    public async Task Without_an_exit_code_an_attempt_is_lost()
    {
        await using SlurmWorld slurm = await SlurmWorld.StartAsync(silence: TestSlurm.Short);
        Task<ComputeResult> run = await slurm.StartAtGateAsync("t1");
        var scratch = new Scratch((await slurm.AttemptAsync("t1")).Root);
        Process.GetProcessById(await slurm.LauncherAsync("t1")).Kill();
        ComputeResult result = await run;
        result.Outcome.ShouldBe(ComputeOutcome.Lost, result.Reason);
        result.OutputPaths.ShouldBeEmpty();
        ProcessTree.End(scratch.Mark, null);
    }

    [Fact]
    public async Task A_node_taken_for_dead_whose_task_lives_is_waited_for()
    {
        await using OwnSlurm own = await OwnSlurm.StartAsync();
        await using SlurmWorld slurm = await SlurmWorld.StartAsync();
        Task<ComputeResult> run = await slurm.StartAtGateAsync("t1");
        string node = (await TestSlurm.RunAsync("squeue", "-h", "-o", "%N", "--name=" + await slurm.JobAsync("t1"))).Trim();
        await TestSlurm.KillAsync(node);
        await TestSlurm.RunAsync("scontrol", "update", "nodename=" + node, "state=down", "reason=test");
        await TestSlurm.UntilAsync(async () => await slurm.StateAsync("t1") is "" or ['N', 'O', 'D', 'E', '_', 'F', ..]);
        await slurm.OpenAsync("t1");
        ComputeResult result = await run;
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
    }

    [Fact]
    public async Task A_task_that_died_with_its_node_is_lost()
    {
        await using OwnSlurm own = await OwnSlurm.StartAsync();
        await using SlurmWorld slurm = await SlurmWorld.StartAsync(silence: TestSlurm.Short);
        Task<ComputeResult> run = await slurm.StartAtGateAsync("t1");
        var scratch = new Scratch((await slurm.AttemptAsync("t1")).Root);
        string node = (await TestSlurm.RunAsync("squeue", "-h", "-o", "%N", "--name=" + await slurm.JobAsync("t1"))).Trim();
        await TestSlurm.KillAsync(node);
        Process.GetProcessById(await slurm.LauncherAsync("t1")).Kill();
        ProcessTree.End(scratch.Mark, null);
        await TestSlurm.RunAsync("scontrol", "update", "nodename=" + node, "state=down", "reason=test");
        ComputeResult result = await run;
        result.Outcome.ShouldBe(ComputeOutcome.Lost, result.Reason);
    }

    [Fact]
    public async Task Without_a_controller_what_runs_ends_well_and_what_comes_waits_for_it()
    {
        Assert.SkipUnless(Soak, LongForm);
        await using OwnSlurm own = await OwnSlurm.StartAsync();
        await using SlurmWorld slurm = await SlurmWorld.StartAsync();
        Task<ComputeResult> run = await slurm.StartAtGateAsync("t1");
        await TestSlurm.KillAsync("slurmctld");
        Task<ComputeResult> next;
        try
        {
            await slurm.OpenAsync("t1");
            ComputeResult result = await run;
            result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
            await slurm.Target.Backend.ProbeAsync(default);
            slurm.Target.Backend.Health.Now.Ok.ShouldBeFalse();
            next = slurm.RunAsync(Shell("t2", "true"));
            await slurm.WaitsAsync("t2", "does not answer");
        }
        finally
        {
            await TestSlurm.StartAsync("slurmctld");
        }
        await slurm.Target.Backend.ProbeAsync(default);
        slurm.Target.Backend.Health.Now.Ok.ShouldBeTrue();
        (await next).Outcome.ShouldBe(ComputeOutcome.Succeeded);
    }

    [Fact]
    public async Task A_controller_that_forgot_a_job_and_gives_its_number_to_another_confuses_nobody()
    {
        Assert.SkipUnless(Soak, LongForm);
        await using OwnSlurm own = await OwnSlurm.StartAsync();
        // Its node may end the first: soon enough that is known, and not so soon that a busy machine is taken for a dead one.
        await using SlurmWorld slurm = await SlurmWorld.StartAsync(silence: TimeSpan.FromSeconds(10));
        await TestSlurm.KillAsync("slurmctld");
        TestSlurm.Forget();
        await TestSlurm.StartAsync("slurmctld", "-c");
        Task<ComputeResult> first = await slurm.StartAtGateAsync("t1");
        string number = (await slurm.StateAsync("t1")).Split(' ')[^1];
        await TestSlurm.KillAsync("slurmctld");
        TestSlurm.Forget();
        await TestSlurm.StartAsync("slurmctld", "-c");
        Task<ComputeResult> second = await slurm.StartAtGateAsync("t2");
        (await slurm.StateAsync("t2")).Split(' ')[^1].ShouldBe(number);
        await slurm.OpenAsync("t2");
        ComputeResult result = await second;
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(result.OutputPaths["x"])).ShouldBe("t2\n");
        // A controller that finds a job it does not know on a node may end it: then it is lost, never cancelled.
        await Task.WhenAny(first, Task.Run(() => slurm.OpenAsync("t1")));
        (await first).Outcome.ShouldBeOneOf(ComputeOutcome.Succeeded, ComputeOutcome.Lost);
    }

    [Fact]
    public async Task One_that_ended_while_no_server_was_there_and_was_purged_is_still_known()
    {
        await using SlurmWorld slurm = await SlurmWorld.StartAsync();
        _ = await slurm.StartAtGateAsync("t1");
        string job = await slurm.JobAsync("t1");
        await slurm.World.RestartAsync(async () =>
        {
            await slurm.OpenAsync("t1");
            await TestSlurm.UntilAsync(async () => (await TestSlurm.RunAsync("squeue", "-h", "-t", "all", "--name=" + job)).Length == 0);
        });
        ComputeResult result = (await slurm.Compute.ResumeAsync("t1"))!;
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(result.OutputPaths["x"])).ShouldBe("t1\n");
    }

    [Fact]
    public async Task One_that_was_handed_in_twice_runs_once()
    {
        await using SlurmWorld slurm = await SlurmWorld.StartAsync();
        await TestSlurm.RunAsync("scontrol", "update", "partitionname=main", "state=down");
        Task<ComputeResult> run = slurm.RunAsync(Shell("t1", "echo x >> \"$CAIRN_OUT_X\"") with { Outputs = ["x"] });
        try
        {
            await slurm.WaitsAsync("t1", "waits in Slurm");
            string root = (await slurm.AttemptAsync("t1")).Root;
            string[] launcher = [slurm.World.Get<ComputeOptions>().SearchPath, slurm.World.Directory, .. slurm.World.Get<ComputeOptions>().StepHost, "launch", root, root[(root.LastIndexOf('.') + 1)..]];
            await TestSlurm.RunAsync("sbatch", ["--job-name=" + await slurm.JobAsync("t1"), "--output=/dev/null", Path.Combine(root, "control", "job.sh"), .. launcher]);
        }
        finally
        {
            await TestSlurm.RunAsync("scontrol", "update", "partitionname=main", "state=up");
        }
        ComputeResult result = await run;
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(result.OutputPaths["x"])).ShouldBe("x\n");
    }
}
