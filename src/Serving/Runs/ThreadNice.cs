using System.Runtime.InteropServices;

namespace Cairn.Serving.Runs;

/// <summary>Makes a thread yield to all others of the machine.</summary>
internal static partial class ThreadNice
{
    private const int Process = 0;
    private const int Lowest = 19;

    /// <summary>The calling thread, for ever. On Linux the system counts each thread as one; elsewhere nothing happens.</summary>
    public static void Lower()
    {
        if (OperatingSystem.IsLinux()) _ = SetPriority(Process, 0, Lowest);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
