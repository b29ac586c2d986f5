using System.Buffers;
using Cairn.Serving.Connections;

namespace Cairn.Serving.Tests.Connections;

public sealed class BlockPoolTests
{
    private readonly BlockPool _pool = new();

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(BlockPool.BlockSize)]
    public void Whatever_is_asked_for_a_whole_block_comes(int bytes) => Assert.Equal(BlockPool.BlockSize, _pool.Rent(bytes).Memory.Length);

    [Fact]
    public void More_than_a_block_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Rent(BlockPool.BlockSize + 1));

    [Fact]
    public void A_block_that_was_given_back_comes_again()
    {
        IMemoryOwner<byte> block = _pool.Rent();
        block.Dispose();
        Assert.Same(block, _pool.Rent());
    }

    [Fact]
    public void Two_at_once_have_two_blocks()
    {
        using IMemoryOwner<byte> one = _pool.Rent(), other = _pool.Rent();
        one.Memory.Span.Fill(1);
        other.Memory.Span.Fill(2);
        Assert.Equal(-1, one.Memory.Span.IndexOfAnyExcept((byte)1));
    }

    [Fact]
    public void After_a_rush_few_are_kept()
    {
        IMemoryOwner<byte>[] blocks = [.. Enumerable.Range(0, 1000).Select(_ => _pool.Rent())];
        foreach (IMemoryOwner<byte> block in blocks) block.Dispose();
        Assert.Equal(256, _pool.Kept);
    }
}
