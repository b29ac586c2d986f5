namespace Cairn.Client;

/// <param name="End">Where the next record begins in the file.</param>
internal readonly record struct BufferRecord(BufferKind Kind, byte[] Payload, long End);
