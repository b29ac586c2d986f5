using System.Buffers;

namespace Cairn.Serving.Tensors;

/// <summary>Collects bytes in a rented array, which grows and is given back when the answer is out.</summary>
internal sealed class PooledWriter : IBufferWriter<byte>
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
    public void Release(int kept)
    {
        Length = 0;
        if (_room.Length <= kept) return;
        ArrayPool<byte>.Shared.Return(_room);
        _room = [];
    }

    private void Demand(int more)
    {
        int wanted = checked(Length + Math.Max(1, more));
        if (wanted <= _room.Length) return;
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(Math.Max(First, wanted), Math.Min(_room.Length * 2L, Array.MaxLength)));
        _room.AsSpan(0, Length).CopyTo(larger);
        if (_room.Length > 0) ArrayPool<byte>.Shared.Return(_room);
        _room = larger;
    }
}
