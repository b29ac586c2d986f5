using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Numerics;
using Cairn.Contracts.Inference;
using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Tensors;

/// <summary>
/// One tensor of a request or answer, reused from request to request. Elements are little-endian and row-major;
/// an element of BYTES is an u32 length and its bytes, as on the wire and in the log.
/// </summary>
/// <param name="memory">Of the request that it belongs to, where it does.</param>
/// <param name="refuses">Whether it takes no more than the request may hold; else that is counted alone.</param>
internal sealed class TensorBuffer(RequestMemory? memory = null, bool refuses = false)
{
    public const int MaxRank = 8;
    private const int LargestRounded = 1 << 30;
    private readonly int[] _shape = new int[MaxRank];
    private byte[] _kept = new byte[64];
    private byte[]? _rented, _lent;
    private int _start, _counted;
    private int _rank;

    public string Name { get; private set; } = "";

    public Datatype Type { get; private set; }

    /// <summary>The request brought it; a lookup leaves it alone.</summary>
    public bool Given { get; set; }

    /// <summary>Bytes used.</summary>
    public int Length { get; private set; }

    /// <summary>Elements added.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<int> Shape => _shape.AsSpan(0, _rank);

    public ReadOnlySpan<byte> Data => All.AsSpan(_start, Length);

    public int Rows => _rank == 0 ? 1 : _shape[0];

    /// <summary>Elements of one row.</summary>
    public int Width
    {
        get
        {
            int width = 1;
            for (int d = 1; d < _rank; d++) width *= _shape[d];
            return width;
        }
    }

    public void Begin(string name, Datatype type)
    {
        (Name, Type, _rank) = (name, type, 0);
        Release();
    }

    /// <summary>Empties it, and gives a large array back.</summary>
    public void Release()
    {
        (Length, Count, _start, _lent) = (0, 0, 0, null);
        GiveBack();
    }

    /// <summary>Elements that lie in the bytes as they would here, in place of its own: whoever lends them leaves them alone until it is emptied.</summary>
    public void Lend(byte[] bytes, Range of, int count)
    {
        Release();
        _lent = bytes;
        (_start, Length) = of.GetOffsetAndLength(bytes.Length);
        Count = count;
    }

    public void SetShape(params ReadOnlySpan<int> shape)
    {
        shape.CopyTo(_shape);
        _rank = shape.Length;
    }

    /// <summary>A contract's shape with the rows in place of its first dimension.</summary>
    public void SetShape(ReadOnlySpan<int> shape, int rows)
    {
        SetShape(shape);
        _shape[0] = rows;
    }

    /// <summary>Room for elements that the caller writes.</summary>
    public Span<T> Extend<T>(int count)
        where T : unmanaged
    {
        Span<T> room = MemoryMarshal.Cast<byte, T>(Take(checked(count * Type.Size())));
        Count += count;
        return room;
    }

    public void Add<T>(T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(Take(System.Runtime.CompilerServices.Unsafe.SizeOf<T>()), in value);
        Count++;
    }

    /// <summary>Room for a text of at most <paramref name="most"/> bytes; say with <see cref="EndText"/> how many were used.</summary>
    public Span<byte> BeginText(int most)
    {
        Grow(checked(most + 4));
        return All.AsSpan(Length + 4, most);
    }

    public void EndText(int size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(All.AsSpan(Length), (uint)size);
        Length += size + 4;
        Count++;
    }

    public void AddText(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(BeginText(utf8.Length));
        EndText(utf8.Length);
    }

    /// <summary>Elements that lie in the bytes as they lie here.</summary>
    public void AddRaw(ReadOnlySpan<byte> elements, int count)
    {
        elements.CopyTo(Take(elements.Length));
        Count += count;
    }

    public ReadOnlySpan<T> Elements<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data);

    /// <summary>The texts, one after the other.</summary>
    public TextEnumerator Texts() => new(Data);

    private byte[] All => _lent ?? _rented ?? _kept;

    private Span<byte> Take(int bytes)
    {
        Grow(bytes);
        Span<byte> taken = All.AsSpan(Length, bytes);
        Length += bytes;
        return taken;
    }

    private void Grow(int bytes)
    {
        int wanted = checked(Length + bytes), room = _lent is null ? All.Length : 0;
        if (wanted <= room) return;
        int size = (int)Math.Max(wanted, Math.Min(room * 2L, Array.MaxLength));
        if (size <= RequestMemory.Small && _rented is null)
        {
            byte[] kept = new byte[size];
            Data.CopyTo(kept);
            (_kept, _lent, _start) = (kept, null, 0);
            return;
        }

        // As the pool rounds, so that what is counted is what is taken.
        if (size < LargestRounded) size = (int)BitOperations.RoundUpToPowerOf2((uint)size);
        byte[] larger = Rent(size);
        Data.CopyTo(larger);
        GiveBack();
        (_rented, _counted, _lent, _start) = (larger, size, null, 0);
    }

    private byte[] Rent(int size)
    {
        // What is counted first and then not to be had would be counted for ever.
        byte[] rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            if (refuses) memory?.Hold(size);
            else memory?.Take(size);
            return rented;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }

    private void GiveBack()
    {
        if (_rented is null) return;
        ArrayPool<byte>.Shared.Return(_rented);
        memory?.Free(_counted);
        (_rented, _counted) = (null, 0);
    }
}
