using System.Text.Json;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Describing;

/// <summary>What the document of an endpoint says is what the endpoint does.</summary>
public sealed class OpenApiTests(SharedHost shared)
{
    private const string Infer = "/v2/models/flights/infer", Invocations = "/endpoints/flights/invocations";

    [Theory]
    [InlineData("matrix")]
    [InlineData("echo")]
    [InlineData("image")]
    [InlineData("rest")]
    [InlineData("text")]
    [InlineData("flag")]
    [InlineData("doubles")]
    [InlineData("flights")]
    public async Task Its_example_is_answered_as_it_says(string endpoint)
    {
        JsonElement document = await DocumentAsync(endpoint);
        document.GetProperty("openapi").GetString().ShouldBe("3.1.0");
        document.GetProperty("info").GetProperty("title").GetString().ShouldBe(endpoint);
        var check = new SchemaCheck(document);
        string path = document.GetProperty("paths").EnumerateObject().First().Name;
        string example = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
        check.Allows("InferRequest", example).ShouldBeTrue(example);
        Answer answer = await shared.Host.PostAsync(path, example);
        ((int)answer.Status).ShouldBe(200, answer.Body);
        check.Allows("InferResponse", answer.Body).ShouldBeTrue(answer.Body);
        check.Allows("InferError", (await shared.Host.PostAsync(path, "{}")).Body).ShouldBeTrue();
    }

    [Fact]
    public async Task A_version_has_a_document_of_its_own()
    {
        JsonElement document = await DocumentAsync("flights/versions/3");
        document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ShouldBe(["/v2/models/flights/versions/3/infer"]);
        document.GetProperty("info").GetProperty("version").GetString().ShouldBe("3");
        ((int)(await shared.Host.GetAsync("/v2/models/flights/versions/4/openapi.json")).Status).ShouldBe(404);
        ((int)(await shared.Host.GetAsync("/v2/models/nobody/openapi.json")).Status).ShouldBe(404);
        // Its bytes follow the JSON, so there is no body to show.
        (await DocumentAsync("half")).GetProperty("paths").GetProperty("/v2/models/half/infer").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
            .TryGetProperty("example", out _).ShouldBeFalse();
    }

    /// <summary>What the schema takes is answered with 200, and what it does not take is refused: by each column's type, range, allowed values, shape and absence.</summary>
    [Theory]
    [InlineData("InferRequest", Infer, """{"name":"distance","shape":[1],"datatype":"FP32","data":[5000]}""", true)]
    [InlineData("InferRequest", Infer, """{"name":"distance","shape":[1,1],"datatype":"FP32","data":[0.5]}""", true)]
    [InlineData("InferRequest", Infer, """{"name":"distance","shape":[1],"datatype":"FP32","data":[5000.5]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"distance","shape":[1],"datatype":"FP32","data":[-1]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"distance","shape":[1],"datatype":"FP32","data":[null]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"distance","shape":[1],"datatype":"FP32","data":["1"]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"distance","shape":[1],"datatype":"FP64","data":[1]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"distance","shape":[1,2],"datatype":"FP32","data":[1,2]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"distance","shape":[],"datatype":"FP32","data":[1]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"distance","datatype":"FP32","data":[1]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"hour","shape":[1],"datatype":"INT64","data":[23]}""", true)]
    [InlineData("InferRequest", Infer, """{"name":"hour","shape":[1],"datatype":"INT64","data":[24]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"hour","shape":[1],"datatype":"INT64","data":[1.5]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"weekday","shape":[1],"datatype":"INT32","data":[7]}""", true)]
    [InlineData("InferRequest", Infer, """{"name":"weekday","shape":[1],"datatype":"INT32","data":[8]}""", false)]
    [InlineData("InferRequest", Infer, """{"name":"wind","shape":[1],"datatype":"FP64","data":[null]}""", true)]
    [InlineData("InferRequest", Infer, """{"name":"other","shape":[1],"datatype":"FP64","data":[1]}""", false)]
    [InlineData("ScoringRequest", Invocations, "\"distance\":5000", true)]
    [InlineData("ScoringRequest", Invocations, "\"distance\":5001", false)]
    [InlineData("ScoringRequest", Invocations, "\"distance\":null", false)]
    [InlineData("ScoringRequest", Invocations, "\"hour\":24", false)]
    [InlineData("ScoringRequest", Invocations, "\"hour\":\"5\"", false)]
    [InlineData("ScoringRequest", Invocations, "\"weekday\":8", false)]
    [InlineData("ScoringRequest", Invocations, "\"wind\":null", true)]
    [InlineData("ScoringRequest", Invocations, "\"flight\":\"AA1\"", true)]
    [InlineData("ScoringRequest", Invocations, "\"flight\":17", true)]
    [InlineData("ScoringRequest", Invocations, "\"flight\":true", false)]
    public async Task Schema_and_server_agree(string schema, string path, string part, bool fine)
    {
        string body = schema == "InferRequest" ? Tensors(part) : Record(part);
        new SchemaCheck(await DocumentAsync("flights")).Allows(schema, body).ShouldBe(fine, body);
        ((int)(await shared.Host.PostAsync(path, body)).Status).ShouldBe(fine ? 200 : 400, body);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task So_do_they_about_the_number_of_rows(int rows, bool fine)
    {
        string body = $$"""{"dataframe_records":[{{string.Join(',', Enumerable.Repeat("{\"distance\":1,\"hour\":1,\"weekday\":1}", rows))}}]}""";
        var check = new SchemaCheck(await DocumentAsync("flights"));
        check.Allows("ScoringRequest", body).ShouldBe(fine);
        Answer answer = await shared.Host.PostAsync(Invocations, body);
        ((int)answer.Status).ShouldBe(fine ? 200 : 413);
        check.Allows(fine ? "ScoringResponse" : "ScoringError", answer.Body).ShouldBeTrue(answer.Body);
    }

    [Fact]
    public async Task And_about_an_input_that_is_left_out()
    {
        var check = new SchemaCheck(await DocumentAsync("flights"));
        foreach ((string schema, string path, string body) in new[]
        {
            ("ScoringRequest", Invocations, """{"dataframe_records":[{"distance":1,"weekday":1}]}"""),
            ("InferRequest", Infer, """{"inputs":[{"name":"distance","shape":[1],"datatype":"FP32","data":[1]}]}"""),
            ("InferRequest", Infer, """{"inputs":[]}"""),
        })
        {
            check.Allows(schema, body).ShouldBeFalse(body);
            ((int)(await shared.Host.PostAsync(path, body)).Status).ShouldBe(400, body);
        }
    }

    /// <summary>All inputs, of which one is replaced.</summary>
    private static string Tensors(string part)
    {
        string[] usual =
        [
            """{"name":"distance","shape":[1],"datatype":"FP32","data":[100]}""", """{"name":"hour","shape":[1],"datatype":"INT64","data":[5]}""",
            """{"name":"weekday","shape":[1],"datatype":"INT32","data":[2]}""", """{"name":"wind","shape":[1],"datatype":"FP64","data":[3]}""",
        ];
        string name = part[..part.IndexOf(',', StringComparison.Ordinal)];
        return $$"""{"inputs":[{{string.Join(',', usual.Where(u => !u.StartsWith(name, StringComparison.Ordinal)).Append(part))}}]}""";
    }

    private static string Record(string part)
    {
        string name = part[..part.IndexOf(':', StringComparison.Ordinal)];
        string[] usual = ["\"distance\":100", "\"hour\":5", "\"weekday\":2", "\"wind\":3"];
        return $$"""{"dataframe_records":[{ {{string.Join(',', usual.Where(u => !u.StartsWith(name, StringComparison.Ordinal)).Append(part))}} }]}""";
    }

    private async Task<JsonElement> DocumentAsync(string of)
    {
        Answer answer = await shared.Host.GetAsync($"/v2/models/{of}/openapi.json");
        ((int)answer.Status).ShouldBe(200, answer.Body);
        return answer.Json;
    }
}
