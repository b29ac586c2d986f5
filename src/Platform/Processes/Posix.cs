using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Platform.Processes;

/// <summary>The few calls of POSIX that .NET does not offer. Linux on x64 and arm64 with glibc 2.29 or later.</summary>
internal static partial class Posix
{
    public const int Term = 15, Kill = 9;
    private const int GetFlags = 3, SetFlags = 4;
    private static readonly bool Arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly int Direct = Arm ? 0x10000 : 0x4000;

    /// <summary>From now on writes go past the system's cache, or through it again; whole blocks from whole pages then. False where the file system cannot.</summary>
    public static bool SetDirect(SafeFileHandle file, bool direct)
        => Flags(file, GetFlags, 0) is >= 0 and var flags && Flags(file, SetFlags, direct ? flags | Direct : flags & ~Direct) == 0;

    /// <summary>Signals a whole process group; false when no such group lives.</summary>
    public static bool SignalGroup(int group, int signal) => KillProcess(-group, signal) == 0;

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Flags(SafeFileHandle file, int command, int flags);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int process, int signal);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    public static partial int Wait4(int process, out int status, int options, out ResourceUsage usage);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int Spawn(out int process, string path, nint fileActions, nint attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int FileActionsInit(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int FileActionsDestroy(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileActionsOpen(nint actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int FileActionsDuplicate(nint actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileActionsChangeDirectory(nint actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int AttributesInit(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int AttributesDestroy(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int AttributesFlags(nint attributes, short flags);

    /// <summary><c>struct rusage</c>: times in seconds and microseconds, peak resident memory in KiB.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct ResourceUsage
    {
        public long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds, PeakKib;
        private fixed long _rest[13];

        public readonly double CpuSeconds => UserSeconds + SystemSeconds + ((UserMicroseconds + SystemMicroseconds) / 1e6);
    }
}
