using System.Runtime.InteropServices;

namespace Cairn.Bench;

/// <summary>Waits by the system's own calls: the runtime's timers are as coarse as the answers are long, and each task that it wakes takes of the processors under measurement.</summary>
internal static partial class Waiting
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const short Readable = 1;
    private const ulong ShortestSlice = 100_000;

    /// <summary>For a time, whatever happens.</summary>
    public static void Sleep(long nanoseconds) => Nanosleep(Span(nanoseconds), 0);

    /// <summary>Until one of the sockets has something to be read, or a time is over. Leaves those that have set.</summary>
    public static void ForOne(ReadOnlySpan<OpenConnection> of, Span<bool> ready, long nanoseconds)
    {
        Span<Polled> polled = stackalloc Polled[of.Length];
        for (int i = 0; i < of.Length; i++) polled[i] = new Polled(of[i].Handle, Readable, 0);
        Poll(polled, (nuint)polled.Length, Span(nanoseconds), 0);
        for (int i = 0; i < of.Length; i++) ready[i] = polled[i].Found != 0;
    }

    /// <summary>
    /// The calling thread gets a processor as soon as it needs one, for short moments, as if it were on another machine: what it is late by would count against the server. Its share of the processors stays
    /// what it is. Linux before 6.12 does not know it.
    /// </summary>
    public static void Hurry() => _ = SetAttributes(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 274 : 314, 0, new Attributes { Size = (uint)Marshal.SizeOf<Attributes>(), Runtime = ShortestSlice }, 0);

    private static Timespec Span(long nanoseconds) => new(Math.Max(0, nanoseconds) / NanosecondsPerSecond, Math.Max(0, nanoseconds) % NanosecondsPerSecond);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Nanosleep(in Timespec span, nint left);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(Span<Polled> of, nuint count, in Timespec span, nint mask);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SetAttributes(nint call, nint thread, in Attributes attributes, nint flags);

    /// <summary><c>struct sched_attr</c> in its first form; policy 0 is the usual one.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(long Seconds, long Nanoseconds);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Polled(int Handle, short Wanted, short Found);
}
