using Cairn.Compute;
using Cairn.Compute.Attempts;
using Cairn.Compute.Scheduled;
using Cairn.Compute.Tasks;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>A command that got the scheduler's signal before its launcher did: the report speaks of a signal, whoever sent it.</summary>
public sealed class WatchedJobTests : IDisposable
{
    private const int Term = 128 + 15, Kill = 128 + 9;
    private readonly string _root = Directory.CreateTempSubdirectory("cairn-watched-").FullName;

    [Fact]
    public void The_end_that_was_asked_for_is_a_cancelling() => Ended(Term, cancelling: true, row: null).ShouldBe(ComputeOutcome.Cancelled);

    [Fact]
    public void What_a_person_cancelled_in_the_scheduler_is_cancelled() => Ended(Term, cancelling: false, new ScheduledJob(JobState.Cancelled)).ShouldBe(ComputeOutcome.Cancelled);

    [Fact]
    public void What_a_lost_node_took_along_is_lost() => Ended(Term, cancelling: false, new ScheduledJob(JobState.NodeLost)).ShouldBe(ComputeOutcome.Lost);

    [Fact]
    public void What_ended_itself_has_failed()
    {
        Ended(Term, cancelling: false, new ScheduledJob(JobState.Ended)).ShouldBe(ComputeOutcome.Failed);
        Ended(Kill, cancelling: false, row: null).ShouldBe(ComputeOutcome.Failed);
    }

    [Fact]
    public async Task One_whose_directory_was_taken_away_comes_to_an_end()
    {
        string root = NewAttempt();
        var folder = new AttemptFolder(root);
        folder.TryClaim("n1 5").ShouldBeTrue();
        WatchedJob job = Job(root, new ScheduledOptions(root) { Silence = TimeSpan.Zero, Settle = TimeSpan.Zero });
        job.Submitted();
        job.Look(null, "Slurm");
        Directory.Delete(root, recursive: true);
        // Its scheduler knows it no more, and says so twice.
        for (int times = 0; times < 2; times++) job.Look(new Listing(TimeProvider.System.GetTimestamp(), new Dictionary<string, ScheduledJob>()), "Slurm");
        job.End.IsCompleted.ShouldBeTrue();
        (await job.End).Outcome.ShouldBe(ComputeOutcome.Lost);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private ComputeOutcome Ended(int exit, bool cancelling, ScheduledJob? row)
    {
        string root = NewAttempt();
        var folder = new AttemptFolder(root);
        folder.Report(new ExitReport("t", new TaskEnd(ComputeOutcome.Failed, exit, 0, 0, TimeSpan.Zero, "It was ended by a signal."), "n1"));
        WatchedJob job = Job(root, new ScheduledOptions(root));
        job.Cancelling = cancelling;
        job.Look(null, "Slurm");
        Dictionary<string, ScheduledJob> rows = row is null ? [] : new() { ["j"] = row };
        if (!job.End.IsCompleted) job.Look(new Listing(TimeProvider.System.GetTimestamp(), rows), "Slurm");
        job.End.IsCompletedSuccessfully.ShouldBeTrue();
        return job.End.Result.Outcome;
    }

    private string NewAttempt()
    {
        string root = Path.Combine(_root, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(root, "control"));
        return root;
    }

    private static WatchedJob Job(string root, ScheduledOptions options)
        => new("j", new(new ComputeTask("t1", "p", ["true"]), new Scratch(root), Path.Combine(root, "log"), new Dictionary<string, string>()), new AttemptFolder(root), options, 1 << 20, TimeProvider.System);
}
