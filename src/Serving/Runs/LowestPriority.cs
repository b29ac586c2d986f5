using System.Runtime.InteropServices;

namespace Cairn.Serving.Runs;

/// <summary>Makes a thread yield to all others of the machine.</summary>
internal static partial class LowestPriority
{
    private const int CallingThread = 0, Idle = 5, Process = 0, LowestNice = 19;

    /// <summary>
    /// The calling thread, for ever: Linux's class for what runs when nothing else wants to (<c>SCHED_IDLE</c>, sched(7)), which whoever wakes interrupts at once. Where that is refused the lowest nice value, with
    /// which it may end its slice of some milliseconds first. Elsewhere nothing happens.
    /// </summary>
    public static void Take()
    {
        int priority = 0;
        if (OperatingSystem.IsLinux() && SetScheduler(CallingThread, Idle, ref priority) != 0) _ = SetPriority(Process, CallingThread, LowestNice);
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, ref int priority);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
