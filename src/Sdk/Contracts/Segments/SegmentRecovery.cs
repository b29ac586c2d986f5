namespace Cairn.Contracts.Segments;

/// <summary>Brings what a crash left behind into order.</summary>
internal static class SegmentRecovery
{
    /// <summary>Cuts torn tails of open segments and closes them; a segment without one whole record goes. Answers the bytes cut.</summary>
    public static long Recover(IDurableFiles files, string directory, SegmentKind kind)
    {
        long cut = 0;
        bool any = false;
        foreach ((SegmentName name, string path) in SegmentName.List(directory, kind).Where(s => !s.Name.Closed))
        {
            cut += RecoverOne(files, name, path);
            any = true;
        }

        if (any) files.SyncDirectory(directory);
        return cut;
    }

    private static long RecoverOne(IDurableFiles files, SegmentName name, string path)
    {
        long valid = ValidLength(path), cut = new FileInfo(path).Length - valid;
        if (valid <= SegmentFormat.HeaderSize)
        {
            files.Delete(path);
            return cut;
        }

        using (IDurableFile file = files.Open(path))
        {
            if (cut > 0) file.Truncate(valid);
            file.Sync();
        }

        files.Rename(path, Path.Combine(Path.GetDirectoryName(path)!, (name with { Closed = true }).ToString()));
        return cut;
    }

    private static long ValidLength(string path)
    {
        using var reader = new SegmentReader(path);
        while (reader.TryRead(out _, out _))
        {
            // Reading is the check.
        }

        return reader.ValidLength;
    }
}
