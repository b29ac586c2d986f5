using Cairn.Contracts.Inference;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Tests.Tensors;

public sealed class TensorBufferTests
{
    [Fact]
    public void Lent_bytes_are_read_where_they_lie_and_never_written()
    {
        byte[] body = [9, 1, 2, 3, 9];
        var tensor = new TensorBuffer();
        tensor.Begin("x", Datatype.UInt8);
        tensor.Lend(body, 1..4, 3);
        (tensor.Count, tensor.Length).ShouldBe((3, 3));
        body[2] = 7;
        tensor.Data.ToArray().ShouldBe([1, 7, 3]);
        tensor.Add((byte)4);
        tensor.Data.ToArray().ShouldBe([1, 7, 3, 4]);
        body.ShouldBe([9, 1, 7, 3, 9]);
        tensor.Release();
        tensor.AddText("a"u8);
        body.ShouldBe([9, 1, 7, 3, 9]);
        tensor.Data.ToArray().ShouldBe([1, 0, 0, 0, (byte)'a']);
    }

    [Fact]
    public void What_grew_to_a_small_size_needs_nothing_new_the_next_time()
    {
        var tensor = new TensorBuffer();
        Fill(tensor, RequestMemory.Small);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fill(tensor, RequestMemory.Small);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        Fill(tensor, 10 * RequestMemory.Small);
        before = GC.GetAllocatedBytesForCurrentThread();
        Fill(tensor, 10 * RequestMemory.Small);
        // What is larger comes from the pool and goes back to it.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void Fill(TensorBuffer tensor, int bytes)
    {
        tensor.Begin("x", Datatype.UInt8);
        for (int i = 0; i < bytes; i++) tensor.Add((byte)i);
        if (tensor.Data[bytes - 1] != (byte)(bytes - 1)) throw new InvalidOperationException();
        tensor.Release();
    }
}
