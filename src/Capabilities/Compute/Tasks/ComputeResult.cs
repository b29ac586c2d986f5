using Cairn.Platform.Sql;

namespace Cairn.Compute;

/// <summary>What became of a task.</summary>
/// <param name="ExitCode">Of the command; 128 + signal when a signal ended it.</param>
/// <param name="CpuSeconds">User and system time of the tree.</param>
/// <param name="PeakMemory">Largest resident memory of the tree, in bytes.</param>
/// <param name="Duration">Real time from its start, waiting for a slot not counted.</param>
/// <param name="OutputPaths">Port to absolute path, set when it succeeded; there until <see cref="ICompute.ReleaseAsync"/>.</param>
/// <param name="Reason">What went wrong, in words; null when it succeeded.</param>
public sealed record ComputeResult(
    ComputeOutcome Outcome, int ExitCode, double CpuSeconds, long PeakMemory, TimeSpan Duration, string LogPath, IReadOnlyDictionary<string, string> OutputPaths, string? Reason, string Target)
{
    /// <summary>
    /// What of its copy of the source directory was opened, relative paths in order: folders end with '/', the directory itself is "./".
    /// Null when the target cannot see that, or not all of it.
    /// </summary>
    public IReadOnlyList<string>? Opened { get; init; }

    /// <summary>JSON of what it ran in, as seen where it ran: the machine, and the interpreters it names with their packages. Null when it never came so far.</summary>
    public string? Environment { get; init; }

    /// <summary>How what is installed differs from what the task asks for, which was allowed; null when it does not.</summary>
    public string? Drift { get; init; }

    /// <summary>What its CPU time costs at its target; null where nothing is charged.</summary>
    public double? Cost { get; init; }

    public bool Succeeded => Outcome == ComputeOutcome.Succeeded;

    /// <summary>Writes down that it has ended; null when that is done. Until then the next server would take it for lost.</summary>
    public Action<SqlSession>? Record { get; init; }
}
