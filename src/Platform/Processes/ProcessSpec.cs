namespace Cairn.Platform.Processes;

/// <summary>A child process to be supervised: its own session and process group, a listed environment, output appended to a file.</summary>
/// <param name="Command">Program and arguments; nothing of it is read by a shell.</param>
/// <param name="Directory">Working directory; it exists.</param>
/// <param name="LogFile">Standard output and error, appended; created when absent.</param>
public sealed record ProcessSpec(IReadOnlyList<string> Command, string Directory, string LogFile)
{
    /// <summary>The whole environment of the child; nothing is inherited.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Standard error, appended, when it is wanted apart; else it goes to the log file.</summary>
    public string? ErrorFile { get; init; }

    /// <summary>Real time after which the tree is ended.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Address space of each process of the tree, in bytes.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>CPU seconds of each process of the tree.</summary>
    public int? CpuLimit { get; init; }

    /// <summary>Largest file that may be written, in bytes (the log included).</summary>
    public long? FileLimit { get; init; }

    /// <summary>The <c>cgroup.procs</c> of a control group that it enters before the command begins; where it may not, it stays outside.</summary>
    public string? Entrance { get; init; }

    /// <summary>Time between TERM and KILL.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
