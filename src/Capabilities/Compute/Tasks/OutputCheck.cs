namespace Cairn.Compute.Tasks;

/// <summary>
/// Looks at what a task left as outputs before anybody opens it: regular files with one name and directories, within the size limit.
/// To be called when nothing of the task lives any more.
/// </summary>
internal static class OutputCheck
{
    private const int MaxEntries = 100_000;

    /// <summary>What is wrong, in words; null when all is well.</summary>
    public static string? Fault(Scratch scratch, IReadOnlyList<string> ports, long limit)
    {
        long bytes = 0;
        int entries = 0;
        foreach (string port in ports)
        {
            string path = scratch.OutputPath(port);
            if (Native.Stat(path) is null) return $"It ended well but did not write its output '{port}'.";
            if (Walk(path, ref bytes, ref entries) is { } fault) return $"The output '{port}' {fault}";
            if (bytes > limit) return $"The outputs are larger than {limit} bytes.";
        }
        return null;
    }

    private static string? Walk(string path, ref long bytes, ref int entries)
    {
        if (++entries > MaxEntries) return $"holds more than {MaxEntries} files.";
        FileStatus? status = Native.Stat(path);
        if (status is { IsFile: true })
        {
            bytes += status.Value.Size;
            return status.Value.Links == 1 ? null : "holds a file with several names (hard links).";
        }
        if (status is not { IsDirectory: true }) return "holds something that is neither a file nor a directory (a link, pipe or device).";
        foreach (string inner in Directory.EnumerateFileSystemEntries(path))
            if (Walk(inner, ref bytes, ref entries) is { } fault) return fault;
        return null;
    }
}
