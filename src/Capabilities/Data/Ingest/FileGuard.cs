using System.Buffers.Binary;
using System.IO.Compression;
using Cairn.Data.Sources.Kinds;

namespace Cairn.Data.Ingest;

/// <summary>Looks at a file before an engine does: what would make the engine crash or run away is refused here.</summary>
internal static class FileGuard
{
    private const int MaxDepth = 32, MaxLine = 16 << 20, Block = 1 << 16, MaxFooter = 256 << 20;

    /// <param name="limit">Bytes that packed JSON, which is looked at whole, may unpack to.</param>
    /// <exception cref="UnreadableException">It is not to be handed on.</exception>
    public static void Check(string path, string type, int columnLimit, long limit)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, Block, FileOptions.SequentialScan);
        if (file.Length == 0) throw new UnreadableException("The file is empty.");
        if (type == "parquet") CheckParquet(file);
        else if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) CheckPacked(file, type, columnLimit, limit);
        // What zstd packed only the engine unpacks; it has limits and a process of its own.
        else if (!path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase)) CheckText(file, type, columnLimit, file.Length);
    }

    private static void CheckPacked(FileStream file, string type, int columnLimit, long limit)
    {
        try
        {
            using var unpacked = new BufferedStream(new GZipStream(file, CompressionMode.Decompress), Block);
            CheckText(unpacked, type, columnLimit, limit);
        }
        catch (InvalidDataException)
        {
            throw new UnreadableException("The file is not what gzip makes, or it is damaged.");
        }
    }

    private static void CheckText(Stream text, string type, int columnLimit, long limit)
    {
        if (type == "csv") CheckCsv(text, columnLimit);
        else CheckJson(text, columnLimit, limit);
    }

    private static void CheckParquet(FileStream file)
    {
        Span<byte> ends = stackalloc byte[12];
        if (file.Length < 12) throw new UnreadableException("The file is too short to be Parquet.");
        file.ReadExactly(ends[..4]);
        file.Seek(-8, SeekOrigin.End);
        file.ReadExactly(ends[4..]);
        if (!ends[..4].SequenceEqual("PAR1"u8)) throw new UnreadableException("The file does not begin as a Parquet file does.");
        if (!ends[8..].SequenceEqual("PAR1"u8)) throw new UnreadableException("The Parquet file is truncated: its end is missing.");
        uint footer = BinaryPrimitives.ReadUInt32LittleEndian(ends[4..]);
        if (footer > MaxFooter || footer > file.Length - 12) throw new UnreadableException("The Parquet file's own account of its footer is wrong.");
    }

    // Delimiters of the first line, whichever is used most.
    private static void CheckCsv(Stream file, int columnLimit)
    {
        Span<int> counts = stackalloc int[4];
        for (int read = 0; read < MaxLine; read++)
        {
            int c = file.ReadByte();
            if (c is -1 or '\n') return;
            if (c == 0) throw new UnreadableException("The file holds zero characters; it is not text.");
            int at = ",;\t|".IndexOf((char)c);
            if (at >= 0 && ++counts[at] >= columnLimit) throw new UnreadableException($"The first line has more than {columnLimit} columns.");
        }
        throw new UnreadableException($"The first line is longer than {MaxLine >> 20} MiB.");
    }

    private static void CheckJson(Stream file, int columnLimit, long limit)
    {
        var state = new JsonShape(MaxDepth, columnLimit, MaxLine);
        byte[] buffer = new byte[Block];
        long all = 0;
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            if ((all += read) > limit) throw new UnreadableException(new TooLargeException(limit).Message);
            state.Look(buffer.AsSpan(0, read));
        }
        state.End();
    }
}
