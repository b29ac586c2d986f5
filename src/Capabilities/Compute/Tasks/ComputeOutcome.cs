namespace Cairn.Compute;

/// <summary>How a task ended. Lost, OutOfMemory and TimedOut are not the fault of an exit code.</summary>
public enum ComputeOutcome
{
    /// <summary>Exit code 0 and every output is there and sound.</summary>
    Succeeded,

    /// <summary>Another exit code, a missing or unsound output, or a limit on log, files or processes.</summary>
    Failed,
    TimedOut,
    Cancelled,
    OutOfMemory,

    /// <summary>The server that ran it died; whether it did anything is not known.</summary>
    Lost,
}
