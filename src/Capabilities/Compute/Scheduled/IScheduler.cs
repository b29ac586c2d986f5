namespace Cairn.Compute.Scheduled;

/// <summary>
/// What Cairn needs of Slurm, Kubernetes and their like. It may lose, repeat, purge and mistake jobs: what it says is a hint, and
/// jobs are known by the names we gave them, never by numbers it gave.
/// </summary>
internal interface IScheduler
{
    /// <summary>As people call it: Slurm, Kubernetes.</summary>
    string Title { get; }

    /// <summary>Hands in a job. Handing in the same name twice does no harm.</summary>
    Task<Submission> SubmitAsync(JobOrder job, CancellationToken cancellation);

    /// <summary>All jobs of ours that it still knows, in one question.</summary>
    /// <exception cref="SchedulerAwayException">It did not answer; nothing is known.</exception>
    Task<IReadOnlyDictionary<string, ScheduledJob>> ListAsync(CancellationToken cancellation);

    /// <summary>Ends a job and forgets it; nothing when there is none of this name.</summary>
    /// <exception cref="SchedulerAwayException">It did not answer.</exception>
    Task CancelAsync(string name, CancellationToken cancellation);

    /// <summary>Whether jobs stay after their end until they are cancelled.</summary>
    bool KeepsEnded { get; }

    /// <summary>Waits until a new look may be worth it; true when the scheduler itself says that something changed.</summary>
    Task<bool> ChangedAsync(TimeSpan most, CancellationToken cancellation);
}
