using System.Buffers;
using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Tensors;

/// <summary>Collects bytes in a rented array, which grows and is given back when the answer is out.</summary>
/// <param name="kept">Up to so many bytes it is kept, and not counted.</param>
internal sealed class PooledWriter(RequestMemory memory, int kept) : IBufferWriter<byte>
{
    private const int First = 1024;
    private byte[] _room = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _room.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Demand(sizeHint);
        return _room.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Demand(sizeHint);
        return _room.AsSpan(Length);
    }

    public void Clear() => Length = 0;

    /// <summary>Clears, and gives back what is larger than small answers need.</summary>
    public void Release()
    {
        Length = 0;
        if (_room.Length <= kept) return;
        GiveBack(_room);
        _room = [];
    }

    private void Demand(int more)
    {
        int wanted = checked(Length + Math.Max(1, more));
        if (wanted <= _room.Length) return;
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(Math.Max(First, wanted), Math.Min(_room.Length * 2L, Array.MaxLength)));
        if (larger.Length > kept) memory.Take(larger.Length);
        _room.AsSpan(0, Length).CopyTo(larger);
        if (_room.Length > 0) GiveBack(_room);
        _room = larger;
    }

    private void GiveBack(byte[] room)
    {
        if (room.Length > kept) memory.Free(room.Length);
        ArrayPool<byte>.Shared.Return(room);
    }
}
