using Cairn.Compute;
using Cairn.Compute.Attempts;
using Cairn.Compute.Scheduled;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;
using Cairn.Platform.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>What a server that ends breaks off while it hands a job in.</summary>
public sealed class ScheduledBackendTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cairn-handing-in-").FullName;

    [Fact]
    public async Task A_job_that_cannot_be_handed_in_has_failed()
    {
        var scheduler = new BrokenScheduler();
        using ScheduledBackend backend = Backend(scheduler);
        Task<TaskEnd> run = await HandInAsync(backend, scheduler, Prepared());
        scheduler.Break();
        TaskEnd end = await run;
        end.Outcome.ShouldBe(ComputeOutcome.Failed);
        end.Reason.ShouldNotBeNull().ShouldContain("could not be handed in");
    }

    [Fact]
    public async Task A_server_that_ends_leaves_the_attempt_to_the_next()
    {
        var scheduler = new BrokenScheduler();
        PreparedTask task = Prepared();
        ScheduledBackend backend = Backend(scheduler);
        Task<TaskEnd> run = await HandInAsync(backend, scheduler, task);
        backend.Dispose();
        scheduler.Break();
        run.IsCompleted.ShouldBeFalse();
        new AttemptFolder(task.Scratch.Root).Claimed.ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // Outside of the test's context, so that whoever waits for the scheduler goes on within its breaking.
    private static async Task<Task<TaskEnd>> HandInAsync(ScheduledBackend backend, BrokenScheduler scheduler, PreparedTask task)
    {
        Task<TaskEnd> run = Task.Run(() => backend.RunAsync(task, _ => { }, CancellationToken.None));
        await scheduler.Asked;
        return run;
    }

    private PreparedTask Prepared()
    {
        var scratch = new Scratch(Path.Combine(_root, "t1.abc"));
        return new PreparedTask(new ComputeTask("t1", "p", ["true"]), scratch, Path.Combine(_root, "log"), new Dictionary<string, string>());
    }

    private ScheduledBackend Backend(IScheduler scheduler)
    {
        var real = new RealTime(TimeProvider.System);
        var options = new ScheduledOptions(_root);
        var target = new ScheduledTarget("far", 1, "i", options, new TargetHealth(real));
        return new ScheduledBackend(target, scheduler, new ComputeOptions(), new JobWatch(scheduler, options, target.Health, real, NullLogger.Instance), real);
    }

    /// <summary>Breaks in the middle of handing in, as a client does that is disposed of with its server.</summary>
    private sealed class BrokenScheduler : IScheduler
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<Submission> _answer = new();

        public string Title => "Broken";

        public bool KeepsEnded => false;

        public Task Asked => _asked.Task;

        /// <summary>When this returns, the fault has been dealt with.</summary>
        public void Break() => _answer.SetException(new ObjectDisposedException("client"));

        public Task<Submission> SubmitAsync(JobOrder job, CancellationToken cancellation)
        {
            _asked.SetResult();
            return _answer.Task;
        }

        public Task<IReadOnlyDictionary<string, ScheduledJob>> ListAsync(CancellationToken cancellation)
            => Task.FromResult<IReadOnlyDictionary<string, ScheduledJob>>(new Dictionary<string, ScheduledJob>());

        public Task CancelAsync(string name, CancellationToken cancellation) => Task.CompletedTask;

        public async Task<bool> ChangedAsync(TimeSpan most, CancellationToken cancellation)
        {
            await Task.Delay(most, cancellation);
            return false;
        }
    }
}
