using System.Runtime.InteropServices;

namespace Cairn.Serving.Runs;

/// <summary>Makes a thread yield to all others of the machine.</summary>
internal static partial class LowestPriority
{
    private const int CallingThread = 0, Idle = 5;

    /// <summary>
    /// The calling thread, for ever: Linux's class for what runs when nothing else wants to (<c>SCHED_IDLE</c>, sched(7)), which whoever wakes interrupts at once. A thread of the lowest nice value may
    /// end its slice of some milliseconds first. Elsewhere nothing happens.
    /// </summary>
    public static void Take()
    {
        int priority = 0;
        if (OperatingSystem.IsLinux()) _ = SetScheduler(CallingThread, Idle, ref priority);
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, ref int priority);
}
