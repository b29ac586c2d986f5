using Cairn.Platform.Processes;

namespace Cairn.Compute.Local;

/// <summary>All that belongs to one task: its session, and what left the session but still carries the task's mark.</summary>
internal static class ProcessTree
{
    private const int Rounds = 50, TicksPerSecond = 100, MillisecondsPerTick = 10;

    /// <summary>Ends everything of the task at once, again and again until nothing new has come of it.</summary>
    /// <param name="first">The process it was started as; nothing of the task is older. Null when it is not known.</param>
    public static void End(string mark, ProcessIdentity? first)
    {
        for (int round = 0; round < Rounds; round++)
        {
            List<ProcessRow> left = [.. ProcessTable.Read(LeastOf(first)).Where(p => Belongs(p, mark, first))];
            if (left.Count == 0) return;
            foreach (ProcessRow process in left) Native.Kill(process.Id);
            // A killed process is gone when the kernel has taken it down; the next look finds what was born in between.
            Thread.Yield();
        }
    }

    // Numbers are given out upwards. They come round in far more than a second, so of a task as young as that nothing has a smaller one if they have not.
    private static int LeastOf(ProcessIdentity? first)
        => first is not null && (Environment.TickCount64 / MillisecondsPerTick) - first.StartTicks is >= 0 and < TicksPerSecond && ProcessTable.Last() >= first.Id ? first.Id : 0;

    private static bool Belongs(ProcessRow process, string mark, ProcessIdentity? first)
        => process.Id != Environment.ProcessId && process.Born >= (first?.StartTicks ?? 0) && (process.Session == first?.Id || ProcessTable.HasVariable(process.Id, mark));
}
