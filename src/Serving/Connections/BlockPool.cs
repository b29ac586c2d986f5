using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Cairn.Serving.Connections;

/// <summary>
/// The memory that connections read into and write from, in blocks of 32 KB: a body of megabytes comes in an eighth of the calls to the system that it takes by the web server's own
/// 4 KB. Some blocks are kept for whoever comes next; a connection that waits for its client holds none.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    public const int BlockSize = 32 << 10;
    private const int MostKept = 256;
    private readonly ConcurrentQueue<Block> _kept = new();
    private int _count;

    public override int MaxBufferSize => BlockSize;

    /// <summary>Blocks that wait for their next use.</summary>
    public int Kept => Volatile.Read(ref _count);

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        if (!_kept.TryDequeue(out Block? block)) return new Block(this);
        Interlocked.Decrement(ref _count);
        return block;
    }

    protected override void Dispose(bool disposing)
    {
        // Blocks are the collector's.
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _count) <= MostKept) _kept.Enqueue(block);
        else Interlocked.Decrement(ref _count);
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        // The system writes there: it must not move.
        public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true), 0, BlockSize);

        public void Dispose() => pool.Return(this);
    }
}
