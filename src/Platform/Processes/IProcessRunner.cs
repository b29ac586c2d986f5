namespace Cairn.Platform.Processes;

/// <summary>Starts child processes and waits for them. When this process dies the children live on: their identity must be recorded by <c>started</c>.</summary>
public interface IProcessRunner
{
    /// <summary>Runs to the end. Cancellation ends the whole tree (TERM, then KILL after the grace) and returns <see cref="ProcessEnd.Cancelled"/>.</summary>
    /// <param name="started">Called once with the identity of the group's leader.</param>
    /// <exception cref="FileNotFoundException">The program does not exist.</exception>
    Task<ProcessResult> RunAsync(ProcessSpec spec, Action<ProcessIdentity>? started = null, CancellationToken cancellation = default);
}
