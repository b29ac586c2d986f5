using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cairn.Contracts.Inference;

namespace Cairn.Contracts.Segments;

/// <summary>Blanks rows of a decoded record in the bytes it was decoded from, which keep their length.</summary>
internal static class RowEraser
{
    /// <summary>The whole payload of the record, without the rows.</summary>
    public static ReadOnlySpan<byte> Blank(PredictionRecord record, int[] rows)
    {
        foreach (LoggedTensor tensor in record.Tensors.Where(t => t.Role is TensorRole.Input or TensorRole.Key or TensorRole.Output))
            foreach (int row in rows) Blank(tensor, row);
        // Nobody can tell which rows it is of.
        foreach (LoggedTensor whole in record.Tensors.Where(t => t.Role == TensorRole.Whole)) BlankWhole(whole);
        foreach (LoggedTensor unit in record.Tensors.Where(t => t.Role == TensorRole.Unit)) Bytes(unit.Data).Clear();
        // The answer holds outputs of every row, and the digest is of a body that held the inputs.
        Bytes(record.Answer).Clear();
        Bytes(record.RequestDigest).Clear();
        byte[] payload = Whole(record.RequestDigest);
        PredictionCodec.ClearReplayable(payload);
        return payload;
    }

    private static void Blank(LoggedTensor tensor, int row)
    {
        Span<byte> data = Bytes(tensor.Data);
        if (tensor.Type == Datatype.Bytes)
        {
            BlankTexts(data, row * tensor.Width, tensor.Width);
            return;
        }

        int size = tensor.Type.Size() * tensor.Width;
        data.Slice(row * size, size).Clear();
        // A key of nothing but zeros could be somebody's; the smallest number is nobody's.
        if (tensor.Role == TensorRole.Key) data[((row + 1) * size) - 1] = 0x80;
    }

    private static void BlankWhole(LoggedTensor tensor)
    {
        if (tensor.Type == Datatype.Bytes) BlankTexts(Bytes(tensor.Data), 0, tensor.Count);
        else Bytes(tensor.Data).Clear();
    }

    private static void BlankTexts(Span<byte> data, int first, int count)
    {
        for (int i = 0; i < first + count; i++)
        {
            int size = (int)BinaryPrimitives.ReadUInt32LittleEndian(data);
            if (i >= first) data.Slice(sizeof(uint), size).Clear();
            data = data[(sizeof(uint) + size)..];
        }
    }

    private static Span<byte> Bytes(ReadOnlyMemory<byte> of) => MemoryMarshal.TryGetArray(of, out ArraySegment<byte> segment) ? segment.AsSpan() : default;

    private static byte[] Whole(ReadOnlyMemory<byte> of) => MemoryMarshal.TryGetArray(of, out ArraySegment<byte> segment) ? segment.Array! : [];
}
