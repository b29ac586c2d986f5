using System.Text;

namespace Cairn.Platform.Web;

/// <summary>A stretch of a log: its lines, the byte offset where the next one begins, and whether the log has more bytes now.</summary>
public sealed record LogPage(IReadOnlyList<LogLine> Lines, long Next, bool More)
{
    public const int MostLines = 1000;
    private const int MostBytes = 1 << 20;

    /// <summary>
    /// Reads whole lines from a byte offset, at most 1,000 lines or 1 MiB. A last line without its end is left for later while the log is open;
    /// a line longer than 1 MiB is cut there. <paramref name="firstNumber"/> is the number of the first line.
    /// </summary>
    public static async Task<LogPage> ReadAsync(Stream log, long offset, long firstNumber, bool open, CancellationToken stop)
    {
        log.Seek(Math.Min(offset, log.Length), SeekOrigin.Begin);
        var start = log.Position;
        var buffer = new byte[(int)Math.Min(MostBytes, log.Length - start)];
        var read = await log.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        List<LogLine> lines = [];
        var at = 0;
        while (at < read && lines.Count < MostLines)
        {
            var end = Array.IndexOf(buffer, (byte)'\n', at, read - at);
            var atEnd = start + read >= log.Length;
            if (end < 0 && ((open && atEnd) || (!atEnd && at > 0)))
            {
                break;
            }

            var stopAt = end < 0 ? read : end;
            lines.Add(new(firstNumber + lines.Count, Encoding.UTF8.GetString(buffer, at, stopAt - at).TrimEnd('\r')));
            at = end < 0 ? read : end + 1;
        }

        return new(lines, start + at, start + at < log.Length && at > 0);
    }
}
