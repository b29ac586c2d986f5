namespace Cairn.Platform.Processes;

/// <summary>A process that is not mistaken for another after its number was given away again: number and start, in clock ticks since boot.</summary>
public sealed record ProcessIdentity(int Id, long StartTicks)
{
    /// <summary>The living process with this number; null when there is none.</summary>
    public static ProcessIdentity? Of(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            // Field 22; the second field is a name in parentheses that may hold spaces.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessIdentity(id, long.Parse(fields[19]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public bool Lives => Of(Id) == this;

    /// <summary>Ends the whole group of a process that an earlier server started. False when it no longer lived.</summary>
    public bool KillGroup() => Lives && Posix.SignalGroup(Id, Posix.Kill);
}
