using System.Runtime.InteropServices;

namespace Cairn.Bench;

/// <summary>Waits by the system's own calls: the runtime's timers are as coarse as the answers are long, and each task that it wakes takes of the processors under measurement.</summary>
internal static partial class Waiting
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const short Readable = 1;

    /// <summary>For a time, whatever happens.</summary>
    public static void Sleep(long nanoseconds) => Nanosleep(Span(nanoseconds), 0);

    /// <summary>Until one of the sockets has something to be read, or a time is over. Says which of them have.</summary>
    public static void ForOne(ReadOnlySpan<OpenConnection> of, Span<bool> ready, long nanoseconds)
    {
        Span<Polled> polled = stackalloc Polled[of.Length];
        for (int i = 0; i < of.Length; i++) polled[i] = new Polled(of[i].Handle, Readable, 0);
        Poll(polled, (nuint)polled.Length, Span(nanoseconds), 0);
        for (int i = 0; i < of.Length; i++) ready[i] = polled[i].Found != 0;
    }

    private static Timespec Span(long nanoseconds) => new(Math.Max(0, nanoseconds) / NanosecondsPerSecond, Math.Max(0, nanoseconds) % NanosecondsPerSecond);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Nanosleep(in Timespec span, nint left);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(Span<Polled> of, nuint count, in Timespec span, nint mask);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(long Seconds, long Nanoseconds);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Polled(int Handle, short Wanted, short Found);
}
