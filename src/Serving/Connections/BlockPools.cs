using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Cairn.Serving.Connections;

/// <summary>Gives the web server its memory.</summary>
internal sealed class BlockPools : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool();
}
