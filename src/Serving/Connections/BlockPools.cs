using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Cairn.Serving.Connections;

/// <summary>Gives the web server its memory: one pool for all its queues, however many processors there are.</summary>
internal sealed class BlockPools : IMemoryPoolFactory<byte>
{
    private static readonly BlockPool All = new();

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => All;
}
