using System.Text.RegularExpressions;

namespace Cairn.Compute.Local.Groups;

/// <summary>Finds where the control group of this process lies in the file system.</summary>
internal static partial class GroupMount
{
    private const int RootField = 3, PointField = 4;
    private const string Unified = "0::";

    /// <summary>Null where cgroup v2 is not mounted or this process is not told its group.</summary>
    public static string? Find() => File.Exists("/proc/self/mountinfo") && File.Exists("/proc/self/cgroup") ? Find(File.ReadLines("/proc/self/mountinfo"), File.ReadLines("/proc/self/cgroup")) : null;

    internal static string? Find(IEnumerable<string> mounts, IEnumerable<string> groups)
    {
        if (groups.FirstOrDefault(g => g.StartsWith(Unified, StringComparison.Ordinal))?[Unified.Length..] is not { } path) return null;
        foreach (string mount in mounts)
        {
            string[] fields = mount.Split(' ');
            if (Array.IndexOf(fields, "-") is not (> PointField and var dash) || dash + 1 >= fields.Length || fields[dash + 1] != "cgroup2") continue;
            string root = Plain(fields[RootField]).TrimEnd('/');
            // A part of the tree may be mounted that we are not in.
            if (path == root || path.StartsWith(root + "/", StringComparison.Ordinal)) return (Plain(fields[PointField]) + path[root.Length..]).TrimEnd('/');
        }
        return null;
    }

    // Spaces and the like stand there in octal.
    private static string Plain(string field) => Octal().Replace(field, m => $"{(char)Convert.ToInt32(m.Groups[1].Value, 8)}");

    [GeneratedRegex(@"\\([0-7]{3})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Octal();
}
