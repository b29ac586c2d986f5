using System.Buffers.Binary;

namespace Cairn.Contracts.Segments;

/// <summary>
/// A segment file: a header of 32 bytes, then frames. All numbers little-endian.
/// Header: <c>CAIRNSEG</c>, u16 format (1), u16 kind, u32 0, i64 day number of the first record, u32 0, u32 CRC-32C of the 28 bytes before it.
/// Frame: u32 length of the payload, u32 CRC-32C of the payload mixed with that length, payload.
/// </summary>
internal static class SegmentFormat
{
    public const int HeaderSize = 32;
    public const int FrameOverhead = 8;

    /// <summary>Longest payload: a length beyond it is damage, not a record.</summary>
    public const int MaxPayload = 256 << 20;

    private const ushort Version = 1;

    private static ReadOnlySpan<byte> Magic => "CAIRNSEG"u8;

    public static void WriteHeader(Span<byte> header, SegmentKind kind, int dayNumber)
    {
        header[..HeaderSize].Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], (ushort)kind);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], dayNumber);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], Crc32C.Of(header[..28]));
    }

    /// <summary>Null when the header is whole and of this format.</summary>
    public static SegmentKind? ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderSize || !header.StartsWith(Magic)) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[28..]) != Crc32C.Of(header[..28])) return null;
        if (BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) != Version) return null;
        var kind = (SegmentKind)BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
        return kind is SegmentKind.Predictions or SegmentKind.Outcomes or SegmentKind.Shadows ? kind : null;
    }

    /// <summary>Fills the first eight bytes of a frame whose payload stands behind them.</summary>
    public static void SealFrame(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)(frame.Length - FrameOverhead));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], FrameChecksum(frame));
    }

    public static bool IsWhole(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]) == FrameChecksum(frame);

    // The length is part of the sum, so that a run of zeros is never a valid frame.
    private static uint FrameChecksum(ReadOnlySpan<byte> frame) =>
        Crc32C.Of(frame[FrameOverhead..]) ^ (BinaryPrimitives.ReadUInt32LittleEndian(frame) * 0x9E3779B1u) ^ 0xA5A5A5A5u;
}
