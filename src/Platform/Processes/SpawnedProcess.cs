using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Cairn.Platform.Processes;

/// <summary>posix_spawn of a command in a session of its own, with its output in a file or two.</summary>
internal static unsafe class SpawnedProcess
{
    private const int WriteOnly = 1, Create = 0x40, Append = 0x400;
    private const string Shell = "/bin/sh";
    private const short SetSession = 0x80;

    /// <summary>Starts it and returns its number, which is also that of its process group.</summary>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public static int Start(ProcessSpec spec)
    {
        // posix_spawn_file_actions_t has 80 bytes and posix_spawnattr_t 336 on glibc.
        byte* storage = stackalloc byte[1024];
        nint actions = (nint)storage, attributes = (nint)(storage + 512);
        Check(Posix.FileActionsInit(actions));
        Check(Posix.AttributesInit(attributes));
        byte** arguments = Vector(WithLimits(spec)), environment = Vector(spec.Environment.Select(e => $"{e.Key}={e.Value}"));
        try
        {
            Check(Posix.AttributesFlags(attributes, SetSession));
            Check(Posix.FileActionsOpen(actions, 0, "/dev/null", 0, 0));
            Check(Posix.FileActionsOpen(actions, 1, spec.LogFile, WriteOnly | Create | Append, 0b110_100_000));
            if (spec.ErrorFile is { } errors) Check(Posix.FileActionsOpen(actions, 2, errors, WriteOnly | Create | Append, 0b110_100_000));
            else Check(Posix.FileActionsDuplicate(actions, 1, 2));
            Check(Posix.FileActionsChangeDirectory(actions, spec.Directory));
            Check(Posix.Spawn(out int process, Shell, actions, attributes, arguments, environment));
            return process;
        }
        finally
        {
            Free(arguments);
            Free(environment);
            _ = Posix.FileActionsDestroy(actions);
            _ = Posix.AttributesDestroy(attributes);
        }
    }

    // The shell sets the limits and is then replaced by the command, whose words it never reads. A command that is a line for that shell has it go on
    // with the line: a program costs two milliseconds to begin.
    private static IEnumerable<string> WithLimits(ProcessSpec spec)
    {
        var script = new StringBuilder();
        if (spec.Entrance is { } entrance) script.Append($"{{ echo 0 > '{entrance.Replace("'", "'\\''", StringComparison.Ordinal)}'; }} 2> /dev/null; ");
        if (spec.MemoryLimit is { } memory) script.Append($"ulimit -v {memory / 1024} || exit; ");
        if (spec.CpuLimit is { } cpu) script.Append($"ulimit -t {cpu} || exit; ");
        if (spec.FileLimit is { } file) script.Append($"ulimit -f {(file + 511) / 512} || exit; ");
        return spec.Command is [Shell, "-c", var line] ? [Shell, "-c", script + line] : ["sh", "-c", script + "exec \"$@\"", "sh", .. spec.Command];
    }

    private static byte** Vector(IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)(all.Length + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < all.Length; i++) vector[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        return vector;
    }

    private static void Free(byte** vector)
    {
        for (byte** p = vector; *p is not null; p++) Marshal.FreeCoTaskMem((nint)(*p));
        NativeMemory.Free(vector);
    }

    private static void Check(int error)
    {
        if (error != 0) throw new Win32Exception(error);
    }
}
