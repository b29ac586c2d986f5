using Cairn.Onnx;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Pipeline;

/// <summary>The largest body and the memory of all requests, where there is little of it.</summary>
public sealed class MemoryBoundsTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    // Nothing is set: a large machine, a small one, a container of 256 MB, of which .NET takes three quarters.
    [InlineData(0, 0, 16_384, 64, 512)]
    [InlineData(0, 0, 1024, 64, 256)]
    [InlineData(0, 0, 192, 12, 48)]
    // The body is set: the memory follows where a quarter is too little for one, up to half of what there is.
    [InlineData(32, 0, 16_384, 32, 512)]
    [InlineData(32, 0, 192, 32, 96)]
    [InlineData(1024, 0, 192, 1024, 1024)]
    // The memory is set: the body follows.
    [InlineData(0, 8, 16_384, 2, 8)]
    [InlineData(0, 4096, 192, 64, 4096)]
    // Both are.
    [InlineData(32, 64, 192, 32, 64)]
    [InlineData(32, 8, 192, 32, 32)]
    public void Each_follows_the_other_where_it_is_left_open(int body, long inFlight, long memory, int largest, long most)
    {
        var options = new ServingOptions { LogDirectory = "log", MaxBodyBytes = body * Megabyte, MaxBytesInFlight = inFlight * Megabyte, Memory = memory * Megabyte };
        options.Settle();
        (options.MaxBodyBytes / Megabyte, options.MaxBytesInFlight / Megabyte).ShouldBe((largest, most));
        options.Settle();
        (options.MaxBodyBytes / Megabyte, options.MaxBytesInFlight / Megabyte).ShouldBe((largest, most), "once more");
        new ServingOptionsCheck().Validate(null, options).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task In_little_memory_the_largest_body_is_answered_and_a_larger_one_told_so()
    {
        const int largest = 64 << 10;
        await using ServingHost host = await ServingHost.StartAsync(o => o.Memory = 4 * MemoryBounds.PerBody * largest);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.EchoOne(OnnxType.Float))) with { MaxRows = 1_000_000 });
        (await host.GetAsync("/v2/models/m/config")).Json.GetProperty("parameters").GetProperty("max_body_bytes").GetProperty("string_value").GetString().ShouldBe("65536");
        (await host.GetAsync("/v2/models/m/openapi.json")).Body.ShouldContain("and 65536 bytes at once");

        ((int)(await host.PostAsync("/v2/models/m/infer", Floats(largest))).Status).ShouldBe(200);
        Answer larger = await host.PostAsync("/v2/models/m/infer", Floats(largest) + " ");
        ((int)larger.Status, larger.Body).ShouldBe((413, """{"error":"The body exceeds 65536 bytes; send fewer rows at once."}"""));
        await Until.TrueAsync(() => host.Metrics.Read().BytesInFlight == 0);
    }

    /// <summary>A body of exactly so many bytes, of numbers of four characters.</summary>
    private static string Floats(int bytes)
    {
        int count = (bytes - 200) / 4;
        string body = $$$"""{"inputs":[{"name":"x","shape":[{{{count}}},1],"datatype":"FP32","data":[{{{string.Join(',', Enumerable.Repeat("0.5", count))}}}]}],"parameters":{"binary_data_output":true}}""";
        return body.PadRight(bytes);
    }
}
