using System.Buffers.Text;
using System.Text;

namespace Cairn.Compute.Local;

/// <summary>One living process of this machine.</summary>
/// <param name="Born">In clock ticks since boot.</param>
/// <param name="Memory">Resident, in bytes.</param>
internal readonly record struct ProcessRow(int Id, int Session, long Born, long Memory);

/// <summary>Reads <c>/proc</c>.</summary>
internal static class ProcessTable
{
    private const int SessionField = 3, BornField = 19, MemoryField = 21, SignalField = 35, Few = 256;

    /// <summary>Every process that could be read; those that ended meanwhile are left out, and so are the dead whose parent has not looked.</summary>
    /// <param name="from">Least number looked at; the caller knows that numbers have not come round since it was given out. 0 for all.</param>
    public static IEnumerable<ProcessRow> Read(int from = 0)
    {
        byte[] buffer = new byte[1024];
        foreach (int id in Ids(from))
            if (Of(id, buffer) is { } row) yield return row;
    }

    /// <summary>Null for what is no living process: threads have numbers too.</summary>
    public static ProcessRow? Of(int id, byte[] buffer) => Native.ReadFile($"/proc/{id}/stat", buffer) is > 0 and var length ? Parse(id, buffer.AsSpan(0, length)) : null;

    /// <summary>The number that was given out last; 0 when that is not told.</summary>
    public static int Last()
    {
        byte[] buffer = new byte[128];
        int length = Native.ReadFile("/proc/loadavg", buffer);
        ReadOnlySpan<byte> told = length > 0 ? buffer.AsSpan(0, length).TrimEnd((byte)'\n') : default;
        return Utf8Parser.TryParse(told[(told.LastIndexOf((byte)' ') + 1)..], out int last, out _) ? last : 0;
    }

    /// <summary>Whether the process was started with this variable, by itself or by an ancestor.</summary>
    public static bool HasVariable(int id, string variable)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(Encoding.UTF8.GetBytes(variable + '\0')) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // What came since a moment ago is a handful, threads among them: they are asked for one by one.
    private static IEnumerable<int> Ids(int from) => from > 0 && Last() is var last && last >= from && last - from < Few ? Enumerable.Range(from, last - from + 1) : All().Where(id => id >= from);

    private static IEnumerable<int> All()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(folder.AsSpan("/proc/".Length), out int id)) yield return id;
    }

    private static ProcessRow? Parse(int id, ReadOnlySpan<byte> stat)
    {
        // After the name in parentheses, which may hold anything: state, parent, group, session, ...
        ReadOnlySpan<byte> rest = stat[(stat.LastIndexOf((byte)')') + 2)..];
        if (rest[0] is (byte)'Z' or (byte)'X') return null;
        long session = 0, born = 0, pages = 0, signal = 0;
        for (int field = 0; field <= SignalField && rest.Length > 0; field++)
        {
            int space = rest.IndexOf((byte)' ');
            ReadOnlySpan<byte> value = space < 0 ? rest : rest[..space];
            if (field == SessionField) _ = Utf8Parser.TryParse(value, out session, out _);
            if (field == BornField) _ = Utf8Parser.TryParse(value, out born, out _);
            if (field == MemoryField) _ = Utf8Parser.TryParse(value, out pages, out _);
            if (field == SignalField) _ = Utf8Parser.TryParse(value, out signal, out _);
            rest = space < 0 ? default : rest[(space + 1)..];
        }
        // A thread that is none of its process's first tells nobody of its end.
        if (signal < 0) return null;
        return new ProcessRow(id, (int)session, born, pages * Environment.SystemPageSize);
    }
}
