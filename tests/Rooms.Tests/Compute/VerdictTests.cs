using Cairn.Compute;
using Cairn.Compute.Scheduled;
using Cairn.Compute.Slurm;

namespace Cairn.Rooms.Tests.Compute;

public sealed class VerdictTests
{
    private static readonly ScheduledOptions Options = new("/shared");
    private static readonly TimeSpan Long = Options.Silence + TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(JobState.Waiting)]
    [InlineData(JobState.Ended)]
    [InlineData(JobState.NodeLost)]
    [InlineData(JobState.Cancelled)]
    [InlineData(null)]
    public void A_launcher_that_beats_lives_whatever_the_scheduler_says(object? state)
        => Of(new Sighting(true, TimeSpan.Zero, Row(state), Long, false)).Outcome.ShouldBeNull();

    [Theory]
    [InlineData(JobState.Ended, ComputeOutcome.Lost)]
    [InlineData(JobState.NodeLost, ComputeOutcome.Lost)]
    [InlineData(null, ComputeOutcome.Lost)]
    [InlineData(JobState.TimedOut, ComputeOutcome.TimedOut)]
    [InlineData(JobState.OutOfMemory, ComputeOutcome.OutOfMemory)]
    [InlineData(JobState.Cancelled, ComputeOutcome.Cancelled)]
    public void A_silent_one_ended_as_the_scheduler_says(object? state, object outcome)
        => Of(new Sighting(true, Long, Row(state), Long, false)).Outcome.ShouldBe((ComputeOutcome)outcome);

    [Fact]
    public void A_silent_one_that_the_scheduler_says_runs_is_waited_for_but_not_for_ever()
    {
        Of(new Sighting(true, Long, new ScheduledJob(JobState.Running), null, false)).Outcome.ShouldBeNull();
        Of(new Sighting(true, Options.Deadline, new ScheduledJob(JobState.Running), null, false)).Outcome.ShouldBe(ComputeOutcome.Lost);
    }

    [Theory]
    [InlineData(JobState.Ended, ComputeOutcome.Failed)]
    [InlineData(JobState.NodeLost, ComputeOutcome.Lost)]
    [InlineData(JobState.Cancelled, ComputeOutcome.Cancelled)]
    [InlineData(null, ComputeOutcome.Lost)]
    public void One_that_never_began_ended_as_the_scheduler_says_once_that_has_settled(object? state, object outcome)
    {
        Of(new Sighting(false, TimeSpan.Zero, Row(state), TimeSpan.Zero, false)).Outcome.ShouldBeNull();
        Of(new Sighting(false, TimeSpan.Zero, Row(state), Options.Settle, false)).Outcome.ShouldBe((ComputeOutcome)outcome);
    }

    [Fact]
    public void One_whose_image_cannot_be_had_fails_after_a_time_and_one_that_somebody_holds_does_not()
    {
        var stuck = new Sighting(false, TimeSpan.Zero, new ScheduledJob(JobState.Stuck, "ErrImagePull"), null, false);
        Of(stuck).ShouldBe(Finding.Waits("cannot start in Slurm (ErrImagePull)"));
        Finding end = Of(stuck with { Stuck = Options.StartWithin });
        (end.Outcome, end.Reason).ShouldBe((ComputeOutcome.Failed, "It could not start for 00:30:00 (ErrImagePull)."));
        Of(new Sighting(false, TimeSpan.Zero, new ScheduledJob(JobState.Held, "JobHeldUser"), null, false)).Outcome.ShouldBeNull();
    }

    [Fact]
    public void What_we_asked_to_end_is_cancelled_however_it_ended()
        => Of(new Sighting(true, Long, new ScheduledJob(JobState.Ended), Long, true)).Outcome.ShouldBe(ComputeOutcome.Cancelled);

    [Fact]
    public void The_list_of_Slurm_is_read_by_our_names_alone()
    {
        const string Text = """
            PENDING|Priority|cairn.a.t1.01
            PENDING|JobHeldUser|cairn.a.t2.01
            PENDING|launch failed requeued held|cairn.a.t3.01
            FAILED|NonZeroExitCode|cairn.a.t4.01
            RUNNING|None|cairn.a.t4.01
            OUT_OF_MEMORY|OutOfMemory|cairn.a.t5.01
            PREEMPTED|None|cairn.a.t6.01
            RUNNING|None|cairn.b.t7.01
            RUNNING|None|somebody's|job
            slurm_load_jobs error: nonsense
            """;
        Dictionary<string, ScheduledJob> jobs = SlurmListing.Read(Text, "cairn.a.");
        jobs.Select(j => (j.Key[8..10], j.Value.State)).ShouldBe(
        [
            ("t1", JobState.Waiting), ("t2", JobState.Held), ("t3", JobState.NodeLost), ("t4", JobState.Running), ("t5", JobState.OutOfMemory), ("t6", JobState.NodeLost),
        ]);
        jobs["cairn.a.t1.01"].Reason.ShouldBe("Priority");
        jobs["cairn.a.t4.01"].Reason.ShouldBeNull();
    }

    [Theory]
    [InlineData(1, "sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)", true)]
    [InlineData(1, "slurm_load_jobs error: Socket timed out on send/recv operation", true)]
    [InlineData(1, "sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified", false)]
    [InlineData(1, "sbatch: error: Memory specification can not be satisfied\nsbatch: error: Batch job submission failed: Requested node configuration is not available", false)]
    [InlineData(0, "", false)]
    public void No_answer_is_told_from_a_refusal(int code, string errors, bool away) => new SlurmAnswer(code, "", errors).IsAway.ShouldBe(away);

    private static ScheduledJob? Row(object? state) => state is null ? null : new ScheduledJob((JobState)state);

    private static Finding Of(Sighting seen) => Verdict.Of(seen, Options, "Slurm");
}
