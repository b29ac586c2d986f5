using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

public sealed class V2InferTests(SharedHost shared)
{
    public static TheoryData<V2Case> All => [.. V2Cases.Answered, .. V2Cases.Refused];

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public async Task A_case_is_answered_as_the_contract_says(V2Case c)
    {
        Answer answer = await shared.Host.PostAsync($"/v2/models/{c.Endpoint}/infer", c.Body);

        ((int)answer.Status).ShouldBe(c.Status, answer.Body);
        answer.Body.ShouldContain(c.Holds, Case.Sensitive);
        answer.Headers["Content-Type"].ShouldBe("application/json");
        if (c.Status != 200) answer.Json.GetProperty("error").GetString().ShouldNotBeNullOrWhiteSpace();
        answer.Body.ShouldNotContain("secret-value");
    }

    [Fact]
    public void There_are_enough_cases_with_names_of_their_own()
    {
        V2Case[] all = [.. V2Cases.Answered, .. V2Cases.Refused];
        all.Length.ShouldBeGreaterThanOrEqualTo(125);
        all.Select(c => c.Name).Distinct().Count().ShouldBe(all.Length);
    }

    [Fact]
    public async Task Every_type_comes_back_with_its_own_values()
    {
        const string body = """
            {"inputs":[
             {"name":"f32","shape":[2,1],"datatype":"FP32","data":[1.5,-2]},
             {"name":"f64","shape":[2,1],"datatype":"FP64","data":[0.1,1e300]},
             {"name":"i64","shape":[2,1],"datatype":"INT64","data":[-9007199254740993,3]},
             {"name":"i32","shape":[2,1],"datatype":"INT32","data":[-4,4]},
             {"name":"u8","shape":[2,1],"datatype":"UINT8","data":[0,255]},
             {"name":"flag","shape":[2,1],"datatype":"BOOL","data":[true,false]},
             {"name":"text","shape":[2,1],"datatype":"BYTES","data":["grüß","\ud83d\ude00 \"q\""]}]}
            """;
        Answer answer = await shared.Host.PostAsync("/v2/models/echo/infer", body);

        answer.Output("f32_out").ShouldBe("[1.5,-2]");
        answer.Output("f64_out").ShouldBe("[0.1,1E+300]");
        answer.Output("i64_out").ShouldBe("[-9007199254740993,3]");
        answer.Output("i32_out").ShouldBe("[-4,4]");
        answer.Output("u8_out").ShouldBe("[0,255]");
        answer.Output("flag_out").ShouldBe("[true,false]");
        answer.Json.GetProperty("outputs")[6].GetProperty("data").EnumerateArray().Select(e => e.GetString()).ShouldBe(["grüß", "😀 \"q\""]);
    }

    [Fact]
    public async Task Headers_carry_id_version_and_variant()
    {
        Answer own = await Ask("client-1");
        Answer made = await Ask(null);

        own.Headers["X-Request-Id"].ShouldBe("client-1");
        own.Headers["X-Cairn-Prediction-Ids"].ShouldBe("client-1.0");
        own.Json.GetProperty("parameters").GetProperty("prediction_ids").GetString().ShouldBe("client-1.0");
        own.Json.GetProperty("id").GetString().ShouldBe("client-1");
        made.Headers["X-Request-Id"].Length.ShouldBe(22);
        made.Json.GetProperty("id").GetString().ShouldBe(made.Headers["X-Request-Id"]);
        (own.Headers["X-Cairn-Version"], own.Headers["X-Cairn-Variant"]).ShouldBe(("7", "stable"));
    }

    [Fact]
    public async Task A_version_in_the_path_or_header_pins()
    {
        (await shared.Host.PostAsync("/v2/models/matrix/versions/7/infer", Body)).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        (await shared.Host.PostAsync("/v2/models/matrix/infer", Body, ("X-Cairn-Pin", "7"))).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        (await shared.Host.PostAsync("/v2/models/matrix/infer", Body, ("X-Cairn-Pin", "6"))).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/json; charset=UTF-8", 200)]
    [InlineData("APPLICATION/JSON", 200)]
    public async Task Content_types_are_checked(string type, int status)
    {
        using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(Body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        ((int)(await shared.Host.SendAsync(HttpMethod.Post, "/v2/models/matrix/infer", content)).Status).ShouldBe(status);
    }

    [Fact]
    public async Task Invalid_utf8_is_refused()
    {
        byte[] body = [.. System.Text.Encoding.UTF8.GetBytes("""{"inputs":[{"name":"""), (byte)'"', 0xC3, 0x28, (byte)'"', .. System.Text.Encoding.UTF8.GetBytes("}]}")];
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        Answer answer = await shared.Host.SendAsync(HttpMethod.Post, "/v2/models/matrix/infer", content);
        ((int)answer.Status).ShouldBe(400, answer.Body);
    }

    [Fact]
    public async Task An_unknown_encoding_is_refused_with_the_known_ones()
    {
        using var zipped = new StringContent(Body, System.Text.Encoding.UTF8, "application/json");
        zipped.Headers.ContentEncoding.Add("br");
        Answer answer = await shared.Host.SendAsync(HttpMethod.Post, "/v2/models/matrix/infer", zipped);
        ((int)answer.Status).ShouldBe(415);
        answer.Headers["Accept-Encoding"].ShouldBe("gzip, deflate");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_above_the_cap_is_413(bool chunked)
    {
        using var content = new StringContent("{\"x\":\"" + new string('a', 2 << 20) + "\"}", System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/matrix/infer") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage response = await shared.Host.Client.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(413);
        (await response.Content.ReadAsStringAsync()).ShouldContain("send fewer rows");
    }

    [Fact]
    public async Task A_body_in_many_pieces_is_read_whole()
    {
        string rows = string.Join(",", Enumerable.Repeat("1,2,3,4", 900));
        using var content = new StringContent($$"""{"inputs":[{"name":"features","shape":[900,4],"datatype":"FP32","data":[{{rows}}]}]}""");
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/matrix/infer") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage response = await shared.Host.Client.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        body.ShouldContain("\"shape\":[900,1]");
    }

    private const string Body = """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";

    private Task<Answer> Ask(string? id) => shared.Host.PostAsync("/v2/models/matrix/infer", id is null ? Body : Body.Insert(1, $"\"id\":\"{id}\","));
}
