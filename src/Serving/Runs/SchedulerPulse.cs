using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Serving.Runs;

/// <summary>
/// Has the system look every 60 us whether anybody waits behind a thread of the lowest priority that computes. Linux looks by itself only when somebody wakes on that processor, and else once
/// in a tick (4 ms where there are 250 in a second): so long can a thread that answers a request, interrupted by one that it woke itself, stand behind a shadow, though its turn came after a microsecond.
/// </summary>
internal sealed partial class SchedulerPulse
{
    private const int Nanoseconds = 60_000, BeatsPerLook = 8, TimerSlack = 29, BitsOfWord = 64, CallingThread = 0;

    /// <summary>Of the fields after the name in <c>/proc/…/stat</c> (proc(5): the 39th of all).</summary>
    private const int ProcessorField = 36;

    private readonly ManualResetEventSlim _wanted = new(false, spinCount: 0);
    private readonly ulong[] _processors = new ulong[16];
    private readonly SafeFileHandle _stat;

    private SchedulerPulse(SafeFileHandle stat)
    {
        _stat = stat;
        new Thread(Beat) { IsBackground = true, Name = "scheduler pulse" }.Start();
    }

    /// <summary>For the calling thread. Null elsewhere than on Linux, and where the system does not show its threads or gives no more.</summary>
    public static SchedulerPulse? TryBeside()
    {
        if (!OperatingSystem.IsLinux()) return null;
        try { return new(File.OpenHandle("/proc/thread-self/stat")); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OutOfMemoryException) { return null; }
    }

    /// <summary>The thread computes from now on.</summary>
    public void Start() => _wanted.Set();

    /// <summary>It waits.</summary>
    public void Stop() => _wanted.Reset();

    private void Beat()
    {
        ReadOnlySpan<long> pause = [0, Nanoseconds];
        try
        {
            // Linux else adds as much again to each pause.
            _ = Control(TimerSlack, 1);
            for (int beat = 0; ; beat++)
            {
                _wanted.Wait();
                if (beat % BeatsPerLook == 0) MoveTo(ProcessorOf(_stat));
                _ = Sleep(pause, 0);
            }
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentOutOfRangeException)
        {
            // Without it a shadow is in the way as any other work is; that is no reason to end.
        }
    }

    private static int ProcessorOf(SafeFileHandle stat)
    {
        Span<byte> text = stackalloc byte[512];
        text = text[..RandomAccess.Read(stat, text, 0)];
        text = text[(text.LastIndexOf((byte)')') + 2)..];
        for (int i = 0; i < ProcessorField; i++) text = text[(text.IndexOf((byte)' ') + 1)..];
        return int.Parse(text[..text.IndexOf((byte)' ')], CultureInfo.InvariantCulture);
    }

    /// <summary>Where the system refuses, the pulse beats elsewhere, for nothing.</summary>
    private void MoveTo(int processor)
    {
        if (_processors[processor / BitsOfWord % _processors.Length] >> processor % BitsOfWord == 1) return;
        Array.Clear(_processors);
        _processors[processor / BitsOfWord % _processors.Length] = 1UL << (processor % BitsOfWord);
        _ = SetAffinity(CallingThread, sizeof(ulong) * _processors.Length, _processors);
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint bytes, ReadOnlySpan<ulong> processors);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, ulong value);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(ReadOnlySpan<long> pause, nint left);
}
