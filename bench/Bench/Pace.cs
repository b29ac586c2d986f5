using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Cairn.Bench;

/// <summary>Says when each request is due, never before it is. It sleeps by the system's own clock, for the runtime's timers are as coarse as the answers are long.</summary>
internal static partial class Pace
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public static void Run(ChannelWriter<long> due, double rate, TimeSpan time, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        for (long i = 0; i < rate * time.TotalSeconds && !cancel.IsCancellationRequested; i++)
        {
            long at = start + (long)(i / rate * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() < at) Sleep(at - Stopwatch.GetTimestamp());
            due.TryWrite(at);
        }
        due.Complete();
    }

    private static void Sleep(long ticks)
    {
        long nanoseconds = Math.Max(0, (long)(ticks * (double)NanosecondsPerSecond / Stopwatch.Frequency));
        var span = new Timespec(nanoseconds / NanosecondsPerSecond, nanoseconds % NanosecondsPerSecond);
        Nanosleep(span, 0);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Nanosleep(in Timespec span, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(long Seconds, long Nanoseconds);
}
