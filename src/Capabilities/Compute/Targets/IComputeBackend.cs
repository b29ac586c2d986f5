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

    /// <summary>Slots it has; tasks wait in Cairn's queue until theirs are free.</summary>
    int Slots { get; }

    /// <summary>Runs to the end. Cancellation ends it and is answered with <see cref="ComputeOutcome.Cancelled"/>.</summary>
    /// <param name="accepted">Called once, when it has started, with the handle to be put on record.</param>
    Task<TaskEnd> RunAsync(PreparedTask task, Action<string> accepted, CancellationToken cancellation);

    /// <summary>Ends what an earlier server left running, found by handle (null: not known) and the mark of its scratch. Returns when nothing of it lives.</summary>
    Task ReapAsync(Scratch scratch, string? handle, CancellationToken cancellation);

    /// <summary>Completes when the log of a running task may have grown or the task has ended; null when it does not run here.</summary>
    Task? LogGrown(string key);
}
