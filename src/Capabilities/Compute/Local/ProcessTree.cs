namespace Cairn.Compute.Local;

/// <summary>All that belongs to one task: its session, and what left the session but still carries the task's mark.</summary>
internal static class ProcessTree
{
    private const int Rounds = 50;

    /// <summary>Ends everything of the task at once, again and again until nothing new has come of it.</summary>
    public static void End(string mark, int? session)
    {
        for (int round = 0; round < Rounds; round++)
        {
            List<ProcessRow> left = [.. ProcessTable.Read().Where(p => Belongs(p, mark, session))];
            if (left.Count == 0) return;
            foreach (ProcessRow process in left) Native.Kill(process.Id);
            // A killed process is gone when the kernel has taken it down; the next look finds what was born in between.
            Thread.Yield();
        }
    }

    private static bool Belongs(ProcessRow process, string mark, int? session)
        => process.Id != Environment.ProcessId && ((session is { } id && process.Session == id) || ProcessTable.HasVariable(process.Id, mark));
}
