namespace Cairn.Compute.Tasks;

/// <summary>
/// Copies a checkout into a working directory. A real copy: through hard links or symbolic links a task could change the checkout,
/// and sources are small.
/// </summary>
internal static class SourceCopy
{
    public static void Make(string from, string to)
    {
        string root = Path.GetFullPath(from);
        foreach (FileSystemInfo entry in new DirectoryInfo(root).EnumerateFileSystemInfos()) Copy(entry, to, root);
    }

    private static void Copy(FileSystemInfo entry, string folder, string root)
    {
        string target = Path.Combine(folder, entry.Name);
        if (entry.LinkTarget is { } link) CopyLink(entry, link, target, root);
        else if (entry is DirectoryInfo directory)
        {
            if (directory.Name == ".git") return;
            Directory.CreateDirectory(target);
            foreach (FileSystemInfo inner in directory.EnumerateFileSystemInfos()) Copy(inner, target, root);
        }
        else if (entry.Name != ".git")
        {
            File.Copy(entry.FullName, target);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(target, File.GetUnixFileMode(target) | UnixFileMode.UserWrite);
        }
    }

    // A link that leaves the checkout is left out: it would mean something else on every machine.
    private static void CopyLink(FileSystemInfo entry, string link, string target, string root)
    {
        string end = Path.GetFullPath(link, Path.GetDirectoryName(entry.FullName)!);
        if (!Path.IsPathRooted(link) && end.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) File.CreateSymbolicLink(target, link);
    }
}
