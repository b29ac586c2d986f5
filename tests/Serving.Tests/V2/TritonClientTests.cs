using System.Globalization;
using System.Text;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

/// <summary>
/// What tritonclient's HTTP clients send, in the order and with the members that they give it: the threaded one names no content type, the asyncio one says octet-stream of everything. They take any status but 200 as a refusal, whose
/// cause they read from <c>error</c>.
/// </summary>
public sealed class TritonClientTests(SharedHost shared)
{
    private const string Binary = """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}""";
    private static readonly byte[] Four = Wire.Of(1f, 2f, 3f, 4f);

    public static TheoryData<string> Types => ["", "application/octet-stream"];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Infer_with_everything_that_it_can_say(string type)
    {
        string id = Guid.NewGuid().ToString("N");
        string json = $$$"""{"id":"{{{id}}}","inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}],"outputs":[{"name":"sum","parameters":{"binary_data":true}},{"name":"score","parameters":{"binary_data":false}}],"parameters":{"sequence_id":7,"sequence_start":true,"sequence_end":false,"priority":1,"timeout":60000000,"mine":"x"}}""";
        WireAnswer answer = await PostAsync("v2/models/matrix/versions/7/infer", [.. Encoding.UTF8.GetBytes(json), .. Four], type, (Wire.JsonLength, json.Length.ToString(CultureInfo.InvariantCulture)));
        answer.Status.ShouldBe(200, answer.Text);
        answer.Output("sum").ShouldBe(Wire.Of(10f));
        answer.Json.GetProperty("id").GetString().ShouldBe(id);
        answer.Json.GetProperty("outputs")[1].GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Infer_without_binary_inputs_has_no_length_and_wants_all_outputs_as_binary(string type)
    {
        WireAnswer answer = await PostAsync("v2/models/matrix/infer", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1.0,2.0,3.0,4.0]}],"parameters":{"binary_data_output":true}}"""u8.ToArray(), type);
        answer.Status.ShouldBe(200, answer.Text);
        answer.Output("sum").ShouldBe(Wire.Of(10f));
        answer.Output("score").Length.ShouldBe(4);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Infer_compressed_both_ways(string coding)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(Binary), .. Four];
        WireAnswer answer = await PostAsync("v2/models/matrix/infer", coding == "gzip" ? Wire.Gzip(body) : Wire.Zlib(body), "",
            ("Content-Encoding", coding), ("Accept-Encoding", coding), (Wire.JsonLength, Binary.Length.ToString(CultureInfo.InvariantCulture)));
        answer.Headers["Content-Encoding"].ShouldBe(coding);
        // The length is that of the JSON in the unpacked answer, as the client cuts it.
        answer.Unpacked().Output("sum").ShouldBe(Wire.Of(10f));
    }

    [Theory]
    [InlineData("v2/health/live")]
    [InlineData("v2/health/ready")]
    [InlineData("v2/models/matrix/ready")]
    [InlineData("v2/models/matrix/versions/7/ready")]
    [InlineData("v2")]
    [InlineData("v2/models/matrix")]
    [InlineData("v2/models/matrix/versions/7")]
    [InlineData("v2/models/stats")]
    [InlineData("v2/models/matrix/versions/7/stats")]
    [InlineData("v2/systemsharedmemory/status")]
    [InlineData("v2/cudasharedmemory/status")]
    public async Task What_it_asks_for_is_200(string path) => ((int)(await shared.Host.GetAsync("/" + path)).Status).ShouldBe(200);

    [Fact]
    public async Task The_configuration_says_what_the_metadata_say()
    {
        foreach (string path in new[] { "/v2/models/matrix/config", "/v2/models/matrix/versions/7/config" })
            (await shared.Host.GetAsync(path)).Body.ShouldBe("""{"name":"matrix","platform":"onnx_onnxv1","backend":"onnxruntime","max_batch_size":0,"input":[{"name":"features","data_type":"TYPE_FP32","dims":[-1,4]}],"output":[{"name":"score","data_type":"TYPE_FP32","dims":[-1,1]},{"name":"sum","data_type":"TYPE_FP32","dims":[-1,1]}]}""");
        (await shared.Host.GetAsync("/v2/models/text/config")).Body.ShouldContain("\"data_type\":\"TYPE_STRING\"");
        ((int)(await shared.Host.GetAsync("/v2/models/matrix/versions/8/config")).Status).ShouldBe(404);
        ((int)(await shared.Host.GetAsync("/v2/models/nobody/config")).Status).ShouldBe(404);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_index_has_an_empty_body(string type) => (await PostAsync("v2/repository/index", [], type)).Status.ShouldBe(200);

    [Theory]
    [InlineData("v2/systemsharedmemory/unregister", "")]
    [InlineData("v2/systemsharedmemory/region/r/unregister", "")]
    [InlineData("v2/cudasharedmemory/unregister", "")]
    public async Task Nothing_is_registered_so_taking_it_out_succeeds(string path, string body) => (await PostAsync(path, Encoding.UTF8.GetBytes(body), "")).Status.ShouldBe(200);

    [Theory]
    [InlineData("v2/systemsharedmemory/region/r/register", """{"key":"/r","offset":0,"byte_size":64}""", "Shared memory is not taken")]
    [InlineData("v2/cudasharedmemory/region/r/register", """{"raw_handle":{"b64":"AAAA"},"device_id":0,"byte_size":64}""", "Shared memory is not taken")]
    [InlineData("v2/trace/setting", """{"trace_level":["TIMESTAMPS"]}""", "traceparent")]
    [InlineData("v2/models/matrix/trace/setting", "{}", "traceparent")]
    [InlineData("v2/logging", """{"log_verbose_level":1}""", "environment")]
    public async Task What_is_not_offered_is_501_with_its_mend(string path, string body, string holds)
    {
        WireAnswer answer = await PostAsync(path, Encoding.UTF8.GetBytes(body), "");
        answer.Status.ShouldBe(501);
        answer.Json.GetProperty("error").GetString()!.ShouldContain(holds);
    }

    [Theory]
    [InlineData("v2/systemsharedmemory/region/r/status")]
    [InlineData("v2/cudasharedmemory/region/r/status")]
    [InlineData("v2/trace/setting")]
    [InlineData("v2/models/matrix/trace/setting")]
    [InlineData("v2/logging")]
    public async Task Their_state_is_501_too(string path)
    {
        Answer answer = await shared.Host.GetAsync("/" + path);
        ((int)answer.Status).ShouldBe(501);
        answer.Json.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","parameters":{"shared_memory_region":"r","shared_memory_byte_size":16}}],"parameters":{"binary_data_output":true}}""")]
    [InlineData("""{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}],"outputs":[{"name":"sum","parameters":{"shared_memory_region":"r","shared_memory_byte_size":4}}]}""")]
    public async Task Tensors_in_shared_memory_are_refused(string json)
    {
        WireAnswer answer = await PostAsync("v2/models/matrix/infer", Encoding.UTF8.GetBytes(json), "");
        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("error").GetString()!.ShouldContain("Shared memory");
    }

    private Task<WireAnswer> PostAsync(string path, byte[] body, string type, params (string Name, string Value)[] headers) =>
        Wire.SendBytesAsync(shared.Host, "/" + path, body, type.Length == 0 ? headers : [("Content-Type", type), .. headers]);
}
