namespace Cairn.Compute.Local.Groups;

/// <summary>What the kernel tells in <c>cgroup.events</c>: whether anything lives in a group or below it.</summary>
internal static class GroupEvents
{
    private const string Name = "cgroup.events";
    private const int Flags = 0x80800;
    private const uint Modified = 0x2, Gone = 0x400;

    /// <summary>Waits until nothing lives in it. False when something still does after so long; a group that is gone is empty.</summary>
    public static bool WaitEmpty(string folder, TimeSpan patience)
    {
        if (IsEmpty(folder)) return true;
        int events = Native.InotifyStart(Flags);
        try
        {
            // Marked before it is read again: no change falls in between.
            if (events < 0 || Native.InotifyMark(events, Path.Combine(folder, Name), Modified | Gone) < 0) return IsEmpty(folder);
            byte[] told = new byte[1 << 12];
            long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
            while (!IsEmpty(folder))
            {
                if (end - Environment.TickCount64 is not (> 0 and var left) || !Native.WaitReadable(events, (int)left)) return IsEmpty(folder);
                _ = Native.ReadSome(events, told, told.Length);
            }
            return true;
        }
        finally
        {
            if (events >= 0) _ = Native.Close(events);
        }
    }

    private static bool IsEmpty(string folder) => !File.Exists(Path.Combine(folder, Name)) || GroupFiles.Number(folder, Name, "populated") == 0;
}
