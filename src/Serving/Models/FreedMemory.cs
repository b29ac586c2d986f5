using System.Runtime.InteropServices;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Models;

/// <summary>Gives back to the system what models held that are gone. The allocator of the C library else keeps it, in pieces between what is still used.</summary>
internal sealed partial class FreedMemory : IDisposable
{
    /// <summary>It takes the locks of the allocator, one after the other, for some tenths of a millisecond: of many changes in a row once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ITimer _timer;
    private int _due;

    public FreedMemory(TimeProvider real) => _timer = real.CreateTimer(static of => ((FreedMemory)of!).Return(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Soon, and once for all who ask meanwhile.</summary>
    public void ReturnSoon()
    {
        if (Interlocked.Exchange(ref _due, 1) == 0) _timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Return()
    {
        Interlocked.Exchange(ref _due, 0);
        // Where the machine had no time for it until now.
        IdleThreads.Shared.FreeNow();
        if (!OperatingSystem.IsLinux()) return;
        try { _ = Trim(0); }
        catch (EntryPointNotFoundException)
        {
            // Another C library than GNU's, which has no such call.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);
}
