using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Contracts.Segments;

/// <summary>
/// Streams the records of one segment file, closed or still being written. Stops before the first frame that is not whole
/// (a torn tail); <see cref="ValidLength"/> then says how far the file is good.
/// </summary>
public sealed class SegmentReader : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly long _length;
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>Opens a segment. <see cref="Kind"/> is null when not even the header is whole.</summary>
    /// <param name="from">A <see cref="ValidLength"/> of an earlier reading, to go on behind it; 0 for the beginning.</param>
    public SegmentReader(string path, long from = 0)
    {
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _length = RandomAccess.GetLength(_handle);
        if (!Fill(SegmentFormat.HeaderSize)) return;
        Kind = SegmentFormat.ReadHeader(_buffer.AsSpan(0, SegmentFormat.HeaderSize));
        if (Kind is null) return;
        Advance(SegmentFormat.HeaderSize);
        if (from > ValidLength) (_start, _end, ValidLength) = (0, 0, from);
    }

    public SegmentKind? Kind { get; }

    /// <summary>Bytes from the file's start up to the end of the last whole frame read.</summary>
    public long ValidLength { get; private set; }

    /// <summary>True when bytes follow that are no whole frame.</summary>
    public bool Torn => ValidLength < _length;

    /// <summary>The next payload, valid until the next call; false at the end or at a torn tail.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> payload, out long offset)
    {
        payload = default;
        offset = ValidLength;
        if (Kind is null || !Fill(SegmentFormat.FrameOverhead)) return false;
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start));
        if (size > SegmentFormat.MaxPayload || size > _length - ValidLength - SegmentFormat.FrameOverhead) return false;
        int frame = (int)size + SegmentFormat.FrameOverhead;
        if (!Fill(frame) || !SegmentFormat.IsWhole(_buffer.AsSpan(_start, frame))) return false;
        payload = _buffer.AsMemory(_start + SegmentFormat.FrameOverhead, (int)size);
        Advance(frame);
        return true;
    }

    /// <summary>Every whole prediction record of the file, which holds answers or, if said, what a shadow said.</summary>
    public static IEnumerable<PredictionRecord> ReadPredictions(string path, SegmentKind kind = SegmentKind.Predictions) => Read<PredictionRecord>(path, kind, p => [PredictionCodec.Decode(p)]);

    /// <summary>Every whole outcome record of the file.</summary>
    public static IEnumerable<OutcomeRecord> ReadOutcomes(string path) => Read(path, SegmentKind.Outcomes, OutcomeCodec.Decode);

    public void Dispose() => _handle.Dispose();

    private static IEnumerable<T> Read<T>(string path, SegmentKind kind, Func<ReadOnlyMemory<byte>, IReadOnlyList<T>> decode)
    {
        using var reader = new SegmentReader(path);
        if (reader.Kind is { } found && found != kind) throw new InvalidDataException($"{Path.GetFileName(path)} holds {found}, not {kind}.");
        while (reader.TryRead(out ReadOnlyMemory<byte> payload, out _))
            foreach (T record in decode(payload)) yield return record;
    }

    private void Advance(int bytes)
    {
        _start += bytes;
        ValidLength += bytes;
    }

    /// <summary>Makes at least <paramref name="bytes"/> stand in the buffer from its start; false when the file ends before.</summary>
    private bool Fill(int bytes)
    {
        if (_end - _start >= bytes) return true;
        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        (_start, _end) = (0, _end - _start);
        if (bytes > _buffer.Length) Array.Resize(ref _buffer, Math.Max(bytes, _buffer.Length * 2));
        while (_end < bytes)
        {
            int read = RandomAccess.Read(_handle, _buffer.AsSpan(_end), ValidLength + _end);
            if (read == 0) return false;
            _end += read;
        }

        return true;
    }
}
