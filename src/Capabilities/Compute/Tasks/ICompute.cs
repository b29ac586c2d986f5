namespace Cairn.Compute;

/// <summary>Runs tasks on the enrolled targets, and keeps account of them.</summary>
public interface ICompute
{
    /// <summary>
    /// Waits for its turn, runs the task to its end and verifies its outputs. A failed task is an answer, not an exception.
    /// Cancellation ends the whole process tree and is answered with <see cref="ComputeOutcome.Cancelled"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The task itself is wrong: its key, ports, target or inputs.</exception>
    /// <exception cref="InvalidOperationException">A task with this key was run before.</exception>
    Task<ComputeResult> RunAsync(ComputeTask task, CancellationToken cancellation = default);

    /// <summary>
    /// Goes on with a task that an earlier server began, as if it had been this one's <see cref="RunAsync"/>; null when it cannot be gone on
    /// with: then it is lost, on record too. To be asked for once.
    /// </summary>
    Task<ComputeResult?> ResumeAsync(string key, CancellationToken cancellation = default);

    /// <summary>What an open task waits for, here or at its target's scheduler; null when it runs or is not open.</summary>
    string? Because(string key);

    /// <summary>What kind of machine a target's name or label stands for, such as <c>local cpu</c> or <c>slurm gpu</c>; of a label, the kinds of all that have it.</summary>
    /// <param name="gpu">The task asks for graphics processors.</param>
    string ClassOf(string target, bool gpu);

    /// <summary>Container image that tasks run in at a target's name or label when they name none, of a label those of all that have it; null where one of them has none.</summary>
    string? ImageOf(string target);

    /// <summary>What an interpreter finds installed here, as <c>name==version</c> in order; null when it is not there, does not answer, or is none that can be asked.</summary>
    /// <param name="program">As a command names it.</param>
    /// <param name="searchPath">The command's <c>PATH</c>.</param>
    Task<string?> InstalledForAsync(string program, string searchPath, CancellationToken cancellation = default);

    /// <summary>What so much use costs a project at a target's name or label, of a label at the dearest; null where nothing is charged.</summary>
    double? CostOf(string project, string target, ComputeUse use);

    /// <summary>Removes the task's outputs once they have been taken. Its log stays. Does nothing when there is nothing.</summary>
    Task ReleaseAsync(string key);

    /// <summary>Where the log of a task is or will be; it is kept after the task.</summary>
    string LogPath(string key);

    /// <summary>The command line of a built-in step (<see cref="IBuiltInStep"/>), run as a child process like any other command.</summary>
    IReadOnlyList<string> BuiltIn(string kind);
}
