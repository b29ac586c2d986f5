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
            if (IsPlain(spec) && spec.FileLimit is { } file) Posix.LimitFiles(process, file);
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

    // A shell that is asked for needs no other before it: a program costs two milliseconds to begin. It has not read its first word when its limit is set.
    private static bool IsPlain(ProcessSpec spec) => spec.Command[0] == Shell && spec is { MemoryLimit: null, CpuLimit: null, Entrance: null };

    // The shell sets the limits and is then replaced by the command, whose words it never reads.
    private static IEnumerable<string> WithLimits(ProcessSpec spec)
    {
        if (IsPlain(spec)) return spec.Command;
        var script = new StringBuilder();
        if (spec.MemoryLimit is { } memory) script.Append($"ulimit -v {memory / 1024} && ");
        if (spec.CpuLimit is { } cpu) script.Append($"ulimit -t {cpu} && ");
        if (spec.FileLimit is { } file) script.Append($"ulimit -f {(file + 511) / 512} && ");
        if (spec.Entrance is null) return ["sh", "-c", script.Append("exec \"$@\"").ToString(), "sh", .. spec.Command];
        return ["sh", "-c", "{ echo 0 > \"$1\"; } 2> /dev/null; shift; " + script.Append("exec \"$@\""), "sh", spec.Entrance, .. spec.Command];
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
