using System.Globalization;
using System.Text;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

public sealed class V2CompressionTests(SharedHost shared)
{
    private const string Path = "/v2/models/matrix/infer";
    private const string Plain = """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("GZIP")]
    public async Task A_compressed_request_is_read_and_the_json_length_is_that_of_the_plain_body(string coding)
    {
        const string json = """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}]}""";
        byte[] body = [.. Encoding.UTF8.GetBytes(json), .. Wire.Of(1f, 2f, 3f, 4f)];
        WireAnswer answer = await Wire.SendBytesAsync(
            shared.Host, Path, coding == "deflate" ? Wire.Zlib(body) : Wire.Gzip(body), ("Content-Encoding", coding), (Wire.JsonLength, json.Length.ToString(CultureInfo.InvariantCulture)));
        answer.Status.ShouldBe(200, answer.Text);
        answer.Text.ShouldContain("[10]");
    }

    [Fact]
    public async Task Deflate_without_its_wrapping_is_read_too()
    {
        WireAnswer answer = await Wire.SendBytesAsync(shared.Host, Path, Wire.Deflate(Encoding.UTF8.GetBytes(Plain)), ("Content-Encoding", "deflate"));
        answer.Status.ShouldBe(200, answer.Text);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("gzip;q=0.5", "gzip")]
    [InlineData("gzip;q=0", null)]
    [InlineData("identity", null)]
    [InlineData("br", null)]
    [InlineData("gzip, deflate, br", null)]
    public async Task A_short_answer_is_compressed_only_for_who_asks_for_one_coding(string accept, string? coding)
    {
        WireAnswer answer = await Wire.SendBytesAsync(shared.Host, Path, Encoding.UTF8.GetBytes(Plain), ("Accept-Encoding", accept));
        answer.Status.ShouldBe(200);
        answer.Headers.GetValueOrDefault("Content-Encoding").ShouldBe(coding);
        (coding is null ? answer : answer.Unpacked()).Text.ShouldContain("[10]");
    }

    [Theory]
    [InlineData("gzip, deflate, br", "gzip")]
    [InlineData("gzip;q=0.2, deflate;q=0.8", "deflate")]
    public async Task A_long_answer_is_compressed_for_who_can_read_it(string accept, string coding)
    {
        string json = $$$"""{"inputs":[{"name":"features","shape":[600,4],"datatype":"FP32","parameters":{"binary_data_size":9600}}],"parameters":{"binary_data_output":true}}""";
        WireAnswer answer = await Wire.SendAsync(shared.Host, Path, json, new byte[9600], null, ("Accept-Encoding", accept));
        answer.Headers["Content-Encoding"].ShouldBe(coding);
        answer.Unpacked().Output("sum").ShouldBe(new byte[2400]);
    }

    [Theory]
    [InlineData("gzip", 10)]
    [InlineData("gzip", 1000)]
    [InlineData("deflate", 10)]
    public async Task A_body_that_is_not_what_its_header_says_is_400(string coding, int cut)
    {
        byte[] packed = coding == "gzip" ? Wire.Gzip(Encoding.UTF8.GetBytes(Plain)) : Wire.Zlib(Encoding.UTF8.GetBytes(Plain));
        byte[] body = cut < packed.Length ? packed[..cut] : Encoding.UTF8.GetBytes(Plain);
        WireAnswer answer = await Wire.SendBytesAsync(shared.Host, Path, body, ("Content-Encoding", coding));
        answer.Status.ShouldBe(400, answer.Text);
    }

    [Fact]
    public async Task A_bomb_ends_at_the_cap()
    {
        byte[] bomb = Wire.Gzip(new byte[64 << 20]);
        bomb.Length.ShouldBeLessThan(1 << 20);
        WireAnswer answer = await Wire.SendBytesAsync(shared.Host, Path, bomb, ("Content-Encoding", "gzip"));
        answer.Status.ShouldBe(413, answer.Text);
    }

    [Fact]
    public async Task Outcomes_and_scoring_take_compressed_bodies_too()
    {
        byte[] scoring = Wire.Gzip("""{"instances":[[1,2,3,4]]}"""u8.ToArray());
        WireAnswer answer = await Wire.SendBytesAsync(shared.Host, "/endpoints/matrix/invocations", scoring, ("Content-Encoding", "gzip"), ("Content-Type", "application/json"));
        answer.Text.ShouldContain("10");
        byte[] outcomes = Wire.Gzip("""[{"key":"a","value":1,"at":"2001-01-01"}]"""u8.ToArray());
        (await Wire.SendBytesAsync(shared.Host, "/endpoints/matrix/outcomes", outcomes, ("Content-Encoding", "gzip"), ("Content-Type", "application/json"))).Status.ShouldBe(200);
    }
}
