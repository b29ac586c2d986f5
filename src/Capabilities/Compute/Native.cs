using System.Runtime.InteropServices;

namespace Cairn.Compute;

/// <summary>What a path itself is, links not followed.</summary>
internal readonly record struct FileStatus(uint Links, int Mode, long Size)
{
    public bool IsFile => (Mode & 0xf000) == 0x8000;

    public bool IsDirectory => (Mode & 0xf000) == 0x4000;
}

/// <summary>Calls of POSIX that .NET does not offer: statx of a link itself and its link count (glibc 2.28), kill, inotify, poll, geteuid, getegid.</summary>
internal static unsafe partial class Native
{
    private const int CurrentDirectory = -100, NoFollow = 0x100, BasicStats = 0x7ff, KillSignal = 9, CloseOnStart = 0x80000, Readable = 1;

    /// <summary>Null when there is nothing at this path.</summary>
    public static FileStatus? Stat(string path)
    {
        byte* buffer = stackalloc byte[256];
        return StatX(CurrentDirectory, path, NoFollow, BasicStats, buffer) == 0 ? new FileStatus(*(uint*)(buffer + 16), *(ushort*)(buffer + 28), *(long*)(buffer + 40)) : null;
    }

    /// <summary>The beginning of a file, of those of /proc as one consistent look; 0 or less when there is nothing to be read.</summary>
    public static int ReadFile(string path, byte[] buffer)
    {
        int handle = Open(path, CloseOnStart);
        if (handle < 0) return handle;
        nint length = ReadSome(handle, buffer, buffer.Length);
        _ = Close(handle);
        return (int)length;
    }

    /// <summary>Waits until something can be read; false when nothing could for so many milliseconds, or a signal came.</summary>
    public static bool WaitReadable(int handle, int milliseconds)
    {
        // struct pollfd: the descriptor, what is asked and what is answered.
        long entry = (uint)handle | ((long)Readable << 32);
        return Poll(&entry, 1, milliseconds) > 0;
    }

    /// <summary>Ends a process, or with a negative number its group, at once.</summary>
    public static void Kill(int process) => _ = SendSignal(process, KillSignal);

    /// <summary>Who this process is.</summary>
    public static uint User => EffectiveUser();

    public static uint Group => EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(long* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    public static partial nint GnuVersion();

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    public static partial int InotifyStart(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int InotifyMark(int handle, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    public static partial nint ReadSome(int handle, byte[] buffer, nint length);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int handle);
}
