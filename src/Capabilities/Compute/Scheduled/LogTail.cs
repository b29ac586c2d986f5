namespace Cairn.Compute.Scheduled;

/// <summary>Copies what a log on a shared directory has grown by to where the server keeps it.</summary>
/// <param name="limit">Bytes at most: the launcher ends a command that writes more, but only when it looks.</param>
internal sealed class LogTail(string from, string to, long limit)
{
    private const int MaxPiece = 1 << 16;
    private long _done = File.Exists(to) ? new FileInfo(to).Length : 0;

    /// <summary>False when there was nothing new.</summary>
    public bool Pull()
    {
        // A task owns its directory and could put a link there.
        if (!RegularFile.Is(from)) return false;
        try
        {
            using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            long end = Math.Min(source.Length, limit);
            if (end <= _done) return false;
            source.Position = _done;
            using var target = new FileStream(to, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            byte[] piece = new byte[Math.Min(end - _done, MaxPiece)];
            for (int read; _done < end && (read = source.Read(piece, 0, (int)Math.Min(piece.Length, end - _done))) > 0; _done += read) target.Write(piece, 0, read);
            return true;
        }
        catch (IOException)
        {
            // Not made yet, or the shared directory does not answer: the next look sees it.
            return false;
        }
    }
}
