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

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private ComputeOutcome Ended(int exit, bool cancelling, ScheduledJob? row)
    {
        string root = Path.Combine(_root, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(root, "control"));
        var folder = new AttemptFolder(root);
        folder.Report(new ExitReport("t", new TaskEnd(ComputeOutcome.Failed, exit, 0, 0, TimeSpan.Zero, "It was ended by a signal."), "n1"));
        var job = new WatchedJob("j", new(new ComputeTask("t1", "p", ["true"]), new Scratch(root), Path.Combine(root, "log"), new Dictionary<string, string>()), folder, new ScheduledOptions(root), 1 << 20, TimeProvider.System) { Cancelling = cancelling };
        job.Look(null, "Slurm");
        Dictionary<string, ScheduledJob> rows = row is null ? [] : new() { ["j"] = row };
        if (!job.End.IsCompleted) job.Look(new Listing(TimeProvider.System.GetTimestamp(), rows), "Slurm");
        job.End.IsCompletedSuccessfully.ShouldBeTrue();
        return job.End.Result.Outcome;
    }
}
