using System.Buffers;
using System.Runtime.InteropServices;

namespace Cairn.Platform.Artifacts;

/// <summary>Memory outside the collector's that begins at a page, as writing past the system's cache wants it.</summary>
internal sealed unsafe class AlignedMemory(int length) : MemoryManager<byte>
{
    private const int Page = 4096;
    private void* _start = NativeMemory.AlignedAlloc((nuint)length, Page);

    public override Span<byte> GetSpan() => _start is null ? throw new ObjectDisposedException(nameof(AlignedMemory)) : new Span<byte>(_start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
