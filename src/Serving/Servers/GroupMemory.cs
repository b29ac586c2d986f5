using System.Globalization;

namespace Cairn.Serving.Servers;

/// <summary>What the processes of a group take of the memory.</summary>
internal static class GroupMemory
{
    /// <summary>Bytes; pages that several share count once, where the system tells.</summary>
    public static long Of(int group)
    {
        long sum = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
            if (char.IsAsciiDigit(folder[^1]) && int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _) && IsOf(folder, group)) sum += Bytes(folder);
        return sum;
    }

    private static bool IsOf(string folder, int group)
    {
        try
        {
            string stat = File.ReadAllText(folder + "/stat");
            // Field 5; the second field is a name in parentheses that may hold spaces.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 4);
            return int.Parse(fields[2], CultureInfo.InvariantCulture) == group;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return false; }
    }

    private static long Bytes(string folder)
    {
        try
        {
            string? line = File.ReadLines(folder + "/smaps_rollup").FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line["Pss:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return 0; }
    }
}
