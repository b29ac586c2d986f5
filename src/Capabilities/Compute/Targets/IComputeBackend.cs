using Cairn.Compute.Tasks;

namespace Cairn.Compute.Targets;

/// <summary>
/// A place where tasks run. It starts a prepared task, sees it to its end and never leaves anything of it alive.
/// What it promises is held by one suite of tests, run on every backend.
/// </summary>
internal interface IComputeBackend
{
    /// <summary>As a task names it, e.g. <c>local</c>.</summary>
    string Name { get; }

    /// <summary>What it has; tasks wait in Cairn's queue until their share is free.</summary>
    TargetShare Capacity { get; }

    TargetHealth Health { get; }

    /// <summary>Its tasks go on when this server ends.</summary>
    bool Outlives { get; }

    /// <summary>The directory of all scratches.</summary>
    string Home { get; }

    /// <summary>Where the scratch of a new task is to lie; two calls never give the same place unless the task can be mistaken for no other.</summary>
    string Place(string key);

    /// <summary>The task as it is seen where it runs: inputs may lie elsewhere there.</summary>
    ComputeTask Fit(ComputeTask task, Scratch scratch);

    /// <summary>Runs to the end. Cancellation ends it and is answered with <see cref="ComputeOutcome.Cancelled"/>.</summary>
    /// <param name="accepted">Called once, when it has started, with the handle to be put on record.</param>
    Task<TaskEnd> RunAsync(PreparedTask task, Action<string> accepted, CancellationToken cancellation);

    /// <summary>A task of an earlier server that lives on without it, as it was prepared; null when there is none.</summary>
    PreparedTask? Left(Scratch scratch, string logPath);

    /// <summary>Goes on with what an earlier server began; null when there is nothing to go on with.</summary>
    Task<TaskEnd?> ResumeAsync(PreparedTask task, Action<string> accepted, CancellationToken cancellation);

    /// <summary>Ends what an earlier server left running, found by handle (null: not known) and its scratch. Nothing of it can be taken for a result afterwards.</summary>
    Task ReapAsync(Scratch scratch, string? handle, CancellationToken cancellation);

    /// <summary>Completes when the log of a running task may have grown or the task has ended; null when it does not run here.</summary>
    Task? LogGrown(string key);

    /// <summary>Why a task that has its slots does not run yet; null when it runs or is not here.</summary>
    string? Because(string key);

    /// <summary>Asks how the target is; the answer is in <see cref="Health"/>.</summary>
    Task ProbeAsync(CancellationToken cancellation);
}
