namespace Cairn.Platform.Jobs;

/// <summary>
/// Does the work of one kind. It may be run again after a crash at any point, so its effects are idempotent.
/// An exception means: try again, up to <see cref="Attempts"/> times; then the job has failed.
/// </summary>
public interface IJobHandler
{
    string Kind { get; }

    int Attempts => 3;

    /// <summary>How many jobs of this kind run at once on one server.</summary>
    int Concurrency => 4;

    /// <summary>Real time until the next attempt; a simulated world waits a fifth of a second at most.</summary>
    /// <param name="attempt">The one that has failed, from 1.</param>
    TimeSpan PauseAfter(int attempt) => TimeSpan.FromMilliseconds(200L << Math.Min(attempt, 10));

    Task RunAsync(JobContext job, CancellationToken cancellation);
}
