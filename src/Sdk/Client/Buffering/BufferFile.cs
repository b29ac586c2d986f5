using System.Buffers.Binary;
using Cairn.Contracts.Segments;

namespace Cairn.Client;

/// <summary>
/// An append-only file of records: length and CRC-32C, each four bytes little-endian, then a byte for the kind and the payload. A record counts when it
/// is whole; opening cuts what a crash tore at the end. Open, it belongs to one process (a lock on the file).
/// </summary>
internal sealed class BufferFile : IDisposable
{
    /// <summary>Longest payload, in bytes.</summary>
    public const int Longest = 16 << 20;
    private const int Head = 8;
    private static readonly byte[] Magic = "cairnrun1\n"u8.ToArray();

    private readonly FileStream _file;

    private BufferFile(FileStream file) => _file = file;

    public string Path => _file.Name;

    /// <summary>Opens a file or makes one, and cuts its torn end.</summary>
    /// <exception cref="InvalidDataException">The file is no buffer of a run; it is left as it is.</exception>
    /// <exception cref="IOException">Another process has it open, or the disk refuses.</exception>
    public static BufferFile Open(string path)
    {
        var file = new BufferFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        try
        {
            file.Recover();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a record; when this returns it is on the disk.</summary>
    public void Append(BufferKind kind, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > Longest)
        {
            throw new ArgumentException($"a record holds at most {Longest} bytes", nameof(payload));
        }
        var record = new byte[Head + 1 + payload.Length];
        record[Head] = (byte)kind;
        payload.CopyTo(record.AsSpan(Head + 1));
        BinaryPrimitives.WriteInt32LittleEndian(record, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Crc32C.Of(record.AsSpan(Head)));
        _file.Seek(0, SeekOrigin.End);
        _file.Write(record);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>The records from the beginning, up to the first that is not whole.</summary>
    public IEnumerable<BufferRecord> Records()
    {
        for (long at = Magic.Length; ReadAt(at) is { } record; at = record.End)
        {
            yield return record;
        }
    }

    /// <summary>Takes every record out.</summary>
    public void Clear()
    {
        _file.SetLength(Magic.Length);
        _file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file.Dispose();

    private void Recover()
    {
        var head = new byte[(int)Math.Min(Magic.Length, _file.Length)];
        _file.ReadExactly(head);
        if (!Magic.AsSpan().StartsWith(head))
        {
            throw new InvalidDataException($"'{_file.Name}' is not a buffer of a run");
        }
        if (head.Length < Magic.Length)
        {
            _file.Write(Magic.AsSpan(head.Length)); // empty, or torn when it was made
            _file.Flush(flushToDisk: true);
            return;
        }
        long whole = Magic.Length;
        foreach (var record in Records())
        {
            whole = record.End;
        }
        _file.SetLength(whole);
    }

    private BufferRecord? ReadAt(long at)
    {
        Span<byte> head = stackalloc byte[Head];
        _file.Seek(at, SeekOrigin.Begin);
        if (_file.ReadAtLeast(head, Head, throwOnEndOfStream: false) < Head)
        {
            return null;
        }
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > Longest || at + Head + 1 + length > _file.Length)
        {
            return null;
        }
        var body = new byte[1 + length];
        _file.ReadExactly(body);
        return Crc32C.Of(body) == BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) ? new BufferRecord((BufferKind)body[0], body[1..], at + Head + 1 + length) : null;
    }
}
