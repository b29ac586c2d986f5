using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

public sealed class V2BinaryTests(SharedHost shared)
{
    public static TheoryData<BinaryCase> All => [.. BinaryCases.All];

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public async Task A_case_is_answered_as_the_contract_says(BinaryCase c)
    {
        WireAnswer answer = await Wire.SendAsync(shared.Host, $"/v2/models/{c.Endpoint}/infer", c.Json, c.Tail, c.Length);
        answer.Status.ShouldBe(c.Status, answer.Text);
        answer.Text.ShouldContain(c.Holds, Case.Sensitive);
        if (c.Status != 200) answer.Json.GetProperty("error").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Their_names_are_their_own() => BinaryCases.All.Select(c => c.Name).Distinct().Count().ShouldBe(BinaryCases.All.Count());

    [Fact]
    public async Task Every_type_goes_in_and_comes_out_byte_for_byte()
    {
        (string Name, string Type, byte[] Bytes)[] tensors =
        [
            ("f32", "FP32", Wire.Of(1.5f, -0f)), ("f64", "FP64", Wire.Of(double.MaxValue, double.Epsilon)), ("i64", "INT64", Wire.Of(long.MinValue, 3)),
            ("i32", "INT32", Wire.Of(int.MinValue, int.MaxValue)), ("u8", "UINT8", [0, 255]), ("flag", "BOOL", [1, 0]), ("text", "BYTES", Wire.Texts([0xff, 0xfe], [65])),
        ];
        await RoundTripAsync(shared.Host, "echo", tensors);
    }

    [Fact]
    public async Task The_rest_of_the_types_too() => await RoundTripAsync(shared.Host, "rest",
    [
        ("i16", "INT16", Wire.Of(short.MinValue, short.MaxValue)), ("i8", "INT8", Wire.Of(sbyte.MinValue, sbyte.MaxValue)), ("u64", "UINT64", Wire.Of(ulong.MaxValue, 1UL)),
        ("u32", "UINT32", Wire.Of(uint.MaxValue, 1U)), ("u16", "UINT16", Wire.Of(ushort.MaxValue, (ushort)1)),
    ]);

    [Fact]
    public async Task Large_ones_of_one_body_are_each_their_own_beside_small_ones()
    {
        const int rows = 10_000;
        byte[] numbers = Wire.Of<short>([.. Enumerable.Range(0, rows).Select(i => (short)i)]);
        (string Name, string Type, byte[] Bytes)[] tensors =
        [
            ("i16", "INT16", numbers), ("i8", "INT8", [.. Enumerable.Range(0, rows).Select(i => (byte)i)]), ("u64", "UINT64", Wire.Of<ulong>([.. Enumerable.Range(0, rows).Select(i => ulong.MaxValue - (ulong)i)])),
            ("u32", "UINT32", Wire.Of<uint>([.. Enumerable.Range(0, rows).Select(i => uint.MaxValue - (uint)i)])), ("u16", "UINT16", numbers),
        ];
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("rest", host.Model("1", TestModels.EchoRest())) with { MaxRows = rows });
        // They begin at any byte, not where a processor likes it.
        for (int padding = 0; padding < 4; padding++) await RoundTripAsync(host, "rest", tensors, rows, new string(' ', padding));
    }

    [Fact]
    public async Task Halves_go_in_and_out()
    {
        const string json = """{"inputs":[{"name":"x","shape":[3,1],"datatype":"FP16","parameters":{"binary_data_size":6}}],"parameters":{"binary_data_output":true}}""";
        WireAnswer answer = await Wire.SendAsync(shared.Host, "/v2/models/half/infer", json, Wire.Of((Half)1.5, Half.MaxValue, Half.Epsilon));
        answer.Output("out").ShouldBe(Wire.Of((Half)1.5, Half.MaxValue, Half.Epsilon));
    }

    [Fact]
    public async Task Named_outputs_say_one_by_one_how_they_are_wanted()
    {
        const string json = """{"id":"mixed-1","inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[0,0,0,0]}],"outputs":[{"name":"sum","parameters":{"binary_data":false}},{"name":"score","parameters":{"binary_data":true}}]}""";
        WireAnswer answer = await Wire.SendAsync(shared.Host, "/v2/models/matrix/infer", json, [], length: "");
        answer.Output("score").ShouldBe(Wire.Of(0.5f));
        answer.Json.GetProperty("outputs")[0].GetProperty("data")[0].GetSingle().ShouldBe(0);
    }

    [Fact]
    public async Task An_output_that_says_nothing_follows_the_request()
    {
        const string json = """{"parameters":{"binary_data_output":true},"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[0,0,0,0]}],"outputs":[{"name":"score"},{"name":"sum","parameters":{"binary_data":false}}]}""";
        WireAnswer answer = await Wire.SendAsync(shared.Host, "/v2/models/matrix/infer", json, [], length: "");
        answer.Output("score").ShouldBe(Wire.Of(0.5f));
        answer.Json.GetProperty("outputs")[1].GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Binary_outputs_without_elements_still_have_the_length()
    {
        const string json = """{"inputs":[{"name":"features","shape":[0,4],"datatype":"FP32","parameters":{"binary_data_size":0}}],"parameters":{"binary_data_output":true}}""";
        WireAnswer answer = await Wire.SendAsync(shared.Host, "/v2/models/matrix/infer", json, []);
        answer.JsonLength.ShouldBe(answer.Body.Length);
        answer.Output("sum").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retry_gets_the_binary_answer_again_byte_for_byte()
    {
        string json = $$$"""{"id":"{{{Guid.NewGuid():N}}}","inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}""";
        WireAnswer first = await Wire.SendAsync(shared.Host, "/v2/models/matrix/infer", json, Wire.Of(1f, 2f, 3f, 4f));
        WireAnswer again = await Wire.SendAsync(shared.Host, "/v2/models/matrix/infer", json, Wire.Of(1f, 2f, 3f, 4f));
        WireAnswer other = await Wire.SendAsync(shared.Host, "/v2/models/matrix/infer", json, Wire.Of(1f, 2f, 3f, 5f));

        again.Headers["X-Cairn-Replayed"].ShouldBe("true");
        again.Body.ShouldBe(first.Body);
        again.JsonLength.ShouldBe(first.JsonLength);
        again.Headers["Content-Type"].ShouldBe("application/octet-stream");
        other.Status.ShouldBe(409);
    }

    private static async Task RoundTripAsync(ServingHost host, string endpoint, (string Name, string Type, byte[] Bytes)[] tensors, int rows = 2, string padding = "")
    {
        string inputs = string.Join(",", tensors.Select(t => $$$"""{"name":"{{{t.Name}}}","shape":[{{{rows}}},1],"datatype":"{{{t.Type}}}","parameters":{"binary_data_size":{{{t.Bytes.Length}}}}}"""));
        WireAnswer answer = await Wire.SendAsync(
            host, $"/v2/models/{endpoint}/infer", $$$"""{{{{padding}}}"inputs":[{{{inputs}}}],"parameters":{"binary_data_output":true}}""", [.. tensors.SelectMany(t => t.Bytes)]);
        answer.Status.ShouldBe(200, answer.Text);
        foreach (var (name, _, bytes) in tensors) answer.Output(name + "_out").ShouldBe(bytes, name);
    }
}
