using System.Text;
using Cairn.Contracts.Inference;
using Cairn.Onnx;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;
using Cairn.Serving.Tests.Support;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Tests.Pipeline;

/// <summary>What requests may hold at once, with what their bodies become.</summary>
public sealed class MemoryTests
{
    private const int Most = 2 << 20;

    [Fact]
    public async Task A_body_that_becomes_more_than_may_be_held_is_refused_and_gives_all_back()
    {
        await using ServingHost host = await StartAsync();
        string large = Doubles(300_000), fits = Doubles(100_000);
        large.Length.ShouldBeLessThan(Most / 2);
        Answer refused = await host.PostAsync("/v2/models/m/infer", large);
        ((int)refused.Status, refused.Json.GetProperty("error").GetString()).ShouldBe((413, "The request, with what it is parsed into, takes more memory than all requests at once may (2097152 bytes); send fewer rows at once."));
        // CSV is held as text, too.
        string csv = "x\n" + string.Concat(Enumerable.Repeat("1000000000\n", 80_000));
        ((int)(await host.SendAsync(HttpMethod.Post, "/endpoints/m/invocations", new StringContent(csv, Encoding.UTF8, "text/csv"))).Status).ShouldBe(413);
        await FreedAsync(host);

        ((int)(await host.PostAsync("/v2/models/m/infer", fits)).Status).ShouldBe(200);
        await FreedAsync(host);
        host.Metrics.Read().Endpoint("m")!.Errors[ErrorKind.TooLarge].ShouldBe(2);
    }

    [Fact]
    public async Task A_body_that_becomes_more_than_others_leave_is_refused_until_they_are_done()
    {
        await using ServingHost host = await StartAsync();
        string wide = Doubles(100_000), other = Doubles(1) + new string(' ', 900_000);
        using var slow = new GatedContent(other);
        Task<Answer> first = host.SendAsync(HttpMethod.Post, "/v2/models/m/infer", slow);
        await Until.TrueAsync(() => host.Metrics.Read().BytesInFlight == other.Length);
        // The body itself has room.
        (wide.Length + other.Length).ShouldBeLessThan(Most);
        Answer refused = await host.PostAsync("/v2/models/m/infer", wide);
        ((int)refused.Status, refused.Headers["Retry-After"]).ShouldBe((429, "1"));

        slow.Open();
        ((int)(await first).Status).ShouldBe(200);
        ((int)(await host.PostAsync("/v2/models/m/infer", wide)).Status).ShouldBe(200);
        await FreedAsync(host);
    }

    [Fact]
    public void Tensors_count_from_taking_to_release_and_outputs_are_never_refused()
    {
        var admission = new Admission(Options.Create(new ServingOptions { MaxBodyBytes = 1 << 16, MaxBytesInFlight = 1 << 16 }));
        var memory = new RequestMemory(admission);
        TensorBuffer input = new(memory, refuses: true), other = new(new RequestMemory(admission), refuses: true), output = new(memory);
        input.Begin("x", Datatype.UInt8);
        input.Extend<byte>(RequestMemory.Small);
        admission.BytesInFlight.ShouldBe(0, "small");
        input.Extend<byte>(40_000 - RequestMemory.Small);
        admission.BytesInFlight.ShouldBe(1 << 16);
        other.Begin("y", Datatype.UInt8);
        Should.Throw<RequestFault>(() => other.Extend<byte>(5000).Clear()).Status.ShouldBe(429);
        Should.Throw<RequestFault>(() => input.Extend<byte>(40_000).Clear()).Status.ShouldBe(413);
        output.Begin("z", Datatype.UInt8);
        output.Extend<byte>(100_000);
        admission.BytesInFlight.ShouldBe((1 << 16) + (1 << 17));
        output.Release();
        input.Release();
        admission.BytesInFlight.ShouldBe(0);
        other.Extend<byte>(5000);
        admission.BytesInFlight.ShouldBe(8192);
    }

    private static Task FreedAsync(ServingHost host) => Until.TrueAsync(() => host.Metrics.Read().BytesInFlight == 0);

    private static string Doubles(int count) =>
        $$$"""{"inputs":[{"name":"x","shape":[{{{count}}},1],"datatype":"FP64","data":[{{{string.Join(',', Enumerable.Repeat('1', count))}}}]}],"parameters":{"binary_data_output":true}}""";

    private static async Task<ServingHost> StartAsync()
    {
        ServingHost host = await ServingHost.StartAsync(o => (o.MaxBodyBytes, o.MaxBytesInFlight) = (1 << 20, Most));
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.EchoOne(OnnxType.Double))) with { MaxRows = 1_000_000 });
        return host;
    }
}
