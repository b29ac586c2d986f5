namespace Cairn.Compute.Scheduled;

/// <summary>Brings an input to where the nodes see it.</summary>
internal static class SharedCopy
{
    public static void Make(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }
        Directory.CreateDirectory(to);
        foreach (string inner in Directory.EnumerateFileSystemEntries(from)) Make(inner, Path.Combine(to, Path.GetFileName(inner)));
    }
}
