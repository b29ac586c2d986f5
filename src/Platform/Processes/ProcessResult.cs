namespace Cairn.Platform.Processes;

/// <summary>How a supervised process ended.</summary>
/// <param name="ExitCode">Its exit code, or 128 + signal when a signal ended it.</param>
/// <param name="Signal">The signal that ended it, or null.</param>
/// <param name="CpuSeconds">User and system time of it and all it waited for.</param>
/// <param name="PeakMemory">Largest resident memory of any one process of the tree, in bytes.</param>
public sealed record ProcessResult(int ExitCode, int? Signal, double CpuSeconds, long PeakMemory, TimeSpan Duration, ProcessEnd End)
{
    public bool Succeeded => End == ProcessEnd.Exited && ExitCode == 0;
}
