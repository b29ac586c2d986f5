using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Cairn.Cli.Tests.Clients;

public sealed class ClientGenerateTests
{
    private const string Route = "GET /api/v1/projects/p/endpoints/delay/contract";

    private const string Contract = """
        {"endpoint":"delay","key":"flight","inputs":[
          {"name":"hour of day","datatype":"FP32","shape":[-1,1],"min":0,"max":23,"nullable":true},
          {"name":"carrier","datatype":"BYTES","shape":[-1],"allowed":["AA","<&>"],"nullable":false},
          {"name":"2nd","datatype":"INT64","shape":[-1,1]},{"name":"id","datatype":"BOOL","shape":[-1,1]},
          {"name":"pixels","datatype":"FP64","shape":[-1,2,3]}],
         "outputs":[{"name":"score","datatype":"FP32","shape":[-1,1]},{"name":"classes","datatype":"FP32","shape":[-1,2]},{"name":"label","datatype":"BYTES","shape":[-1]}]}
        """;

    private const string Answer = """
        {"model_name":"delay","model_version":"mv-7","id":"x","outputs":[{"name":"score","shape":[2,1],"datatype":"FP32","data":[0.25,0.5]},
         {"name":"classes","shape":[2,2],"datatype":"FP32","data":[1,2,3,4]},{"name":"label","shape":[2],"datatype":"BYTES","data":["no","yes"]}]}
        """;

    private const string Infer = "POST /v2/models/delay/infer";

    private const string Outcomes = "POST /endpoints/delay/outcomes";

    [Fact]
    public async Task The_client_compiles_and_asks_and_reads_and_tells()
    {
        using var server = new FakeServer();
        server.On(Infer, """{"error":"busy"}""", HttpStatusCode.TooManyRequests).On(Infer, Answer).On(Outcomes, """{"accepted":1}""");
        Assembly client = Compiled.Of(await SourceAsync("--app board"));
        (object asking, IReadOnlyList<object> predictions) = await AskAsync(client, server);

        server.Asked.ShouldBe([Infer, Infer]);
        server.Bodies[1].ShouldBe(server.Bodies[0]);
        server.Applications.ShouldBe(["board", "board"]);
        JsonNode body = JsonNode.Parse(server.Bodies[1])!;
        body["inputs"]!.AsArray().Select(i => $"{i!["name"]} {i["datatype"]} {i["shape"]!.ToJsonString()} {i["data"]!.ToJsonString()}").ShouldBe(
        [
            "hour of day FP32 [2,1] [17,null]", "carrier BYTES [2] [\"AA\",\"AA\"]", "2nd INT64 [2,1] [3,3]", "id BOOL [2,1] [true,true]", "pixels FP64 [2,2,3] [1,2,3,4,5,6,1,2,3,4,5,6]", "flight BYTES [2] [\"UA 1\",\"UA 2\"]",
        ]);
        ((long)body["parameters"]!["timeout"]!).ShouldBe(30_000_000, "the server may wait for the model as long as the client waits for it");
        string id = (string)body["id"]!;
        (Get(predictions[1], "Id"), Get(predictions[1], "Version"), Get(predictions[1], "Score"), Get(predictions[1], "Label")).ShouldBe(($"{id}.1", "mv-7", 0.5f, "yes"));
        ((IReadOnlyList<float>)Get(predictions[1], "Classes")!).ShouldBe([3f, 4f]);

        await TellAsync(asking, "ReportAsync", predictions[0], "arrival-7");
        JsonNode.Parse(server.Bodies[^1])!.ToJsonString().ShouldBe($$"""{"prediction_id":"{{id}}.0","value":1,"id":"arrival-7"}""");
        await TellAsync(asking, "ReportByKeyAsync", "UA 1", null);
        ((string?)JsonNode.Parse(server.Bodies[^1])!["key"]).ShouldBe("UA 1");
    }

    [Fact]
    public async Task An_outcome_that_is_told_again_after_a_lost_answer_has_the_id_of_the_first_try()
    {
        using var server = new FakeServer();
        server.On(Infer, Answer).On(Outcomes, "{}", HttpStatusCode.ServiceUnavailable).On(Outcomes, """{"accepted":1}""");
        (object asking, IReadOnlyList<object> predictions) = await AskAsync(Compiled.Of(await SourceAsync()), server);
        await TellAsync(asking, "ReportAsync", predictions[0], null);
        server.Asked.ShouldBe([Infer, Outcomes, Outcomes]);
        server.Bodies[2].ShouldBe(server.Bodies[1]);
        ((string?)JsonNode.Parse(server.Bodies[1])!["id"]).ShouldNotBeNullOrEmpty();
        await TellAsync(asking, "ReportAsync", predictions[0], null);
        ((string?)JsonNode.Parse(server.Bodies[3])!["id"]).ShouldNotBe((string?)JsonNode.Parse(server.Bodies[1])!["id"]);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("id", "ReportByKeyAsync")]
    public async Task Without_a_key_or_with_one_that_the_model_takes_the_row_has_no_further_field(string? key, string? tells)
    {
        using var server = new FakeServer();
        Assembly client = Compiled.Of(await SourceAsync(contract: Contract.Replace("\"flight\"", key is null ? "null" : $"\"{key}\"", StringComparison.Ordinal)));
        (object asking, _) = await AskAsync(client, server.On(Infer, Answer), keyed: false);
        JsonNode.Parse(server.Bodies[0])!["inputs"]!.AsArray().Count.ShouldBe(5);
        asking.GetType().GetMethod("ReportByKeyAsync")?.Name.ShouldBe(tells);
    }

    [Fact]
    public async Task What_the_server_looks_up_is_not_asked_of_the_application()
    {
        using var server = new FakeServer();
        string contract = Contract.Replace("\"inputs\":[", """
            "looked_up":["history"],"inputs":[{"name":"history","datatype":"FP32","shape":[-1,1],"nullable":true},
            """, StringComparison.Ordinal);
        await AskAsync(Compiled.Of(await SourceAsync(contract: contract)), server.On(Infer, Answer));
        server.Bodies[0].ShouldNotContain("history");
    }

    [Fact]
    public async Task Many_rows_are_read_in_a_time_that_grows_with_them()
    {
        const int Rows = 100_000;
        using var server = new FakeServer();
        string numbers = string.Join(',', Enumerable.Repeat("0.5", Rows)), pairs = string.Join(',', Enumerable.Repeat("1,2", Rows)), labels = string.Join(',', Enumerable.Repeat("\"no\"", Rows));
        server.On(Infer, $$"""
            {"model_name":"delay","model_version":"mv-7","outputs":[{"name":"score","shape":[{{Rows}},1],"datatype":"FP32","data":[{{numbers}}]},
             {"name":"classes","shape":[{{Rows}},2],"datatype":"FP32","data":[{{pairs}}]},{"name":"label","shape":[{{Rows}}],"datatype":"BYTES","data":[{{labels}}]}]}
            """);
        // Looking for each row from the beginning takes 20 thousand million steps: minutes.
        (_, IReadOnlyList<object> predictions) = await AskAsync(Compiled.Of(await SourceAsync()), server, count: Rows).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        predictions.Count.ShouldBe(Rows);
    }

    [Fact]
    public async Task What_no_try_can_mend_is_told_at_once()
    {
        using var server = new FakeServer();
        server.On(Infer, """{"error":"Input 'carrier' is none of the allowed values."}""", HttpStatusCode.BadRequest);
        Assembly client = Compiled.Of(await SourceAsync());
        Exception refused = await Should.ThrowAsync<Exception>(() => AskAsync(client, server));
        (refused.GetType().Name, refused.Message, server.Asked.Count).ShouldBe(("DelayException", "Input 'carrier' is none of the allowed values.", 1));
    }

    [Theory]
    [InlineData("""{"endpoint":"delay","inputs":[],"outputs":[]}""", "no version serves")]
    [InlineData("""{"endpoint":"delay","inputs":[{"name":"x","datatype":"FP32","shape":[-1,-1]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1]}]}""", "'x' has a size that each request decides")]
    [InlineData("""{"endpoint":"delay","inputs":[{"name":"x","datatype":"FP32","shape":[-1]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1]},{"name":"top","datatype":"FP32","shape":[3,4]}]}""", "'top' has 3 entries however many rows")]
    [InlineData("""{"endpoint":"delay","inputs":[{"name":"x","datatype":"FP16","shape":[-1,1]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1]}]}""", "FP16")]
    public async Task What_has_no_typed_client_is_said(string contract, string why)
    {
        using var server = new FakeServer();
        Session session = await Session.RunAsync(server.On(Route, contract), "client generate delay --project p");
        (session.Code, session.Out).ShouldBe((2, ""));
        session.Error.ShouldContain(why);
    }

    [Theory]
    [InlineData("client generate delay --project p --lang cobol", "csharp only")]
    [InlineData("client generate delay --project p --namespace a-b", "not a namespace")]
    [InlineData("client generate delay --project p --app a/b", "--app a/b: a name has")]
    public async Task Wrong_words_are_refused(string words, string why)
    {
        using var server = new FakeServer();
        (await Session.RunAsync(server, words)).Error.ShouldContain(why);
    }

    [Fact]
    public async Task Without_a_name_it_goes_by_that_of_the_program()
    {
        using var server = new FakeServer();
        await AskAsync(Compiled.Of(await SourceAsync()), server.On(Infer, Answer));
        server.Applications.ShouldBe(["Cairn.Cli.Tests"]);
    }

    private static async Task<string> SourceAsync(string more = "", string contract = Contract)
    {
        using var server = new FakeServer();
        Session session = await Session.RunAsync(server.On(Route, contract), $"client generate delay --project p {more}".TrimEnd());
        session.Code.ShouldBe(0, session.Error);
        return session.Out;
    }

    private static async Task<(object Client, IReadOnlyList<object> Predictions)> AskAsync(Assembly client, FakeServer server, bool keyed = true, int count = 2)
    {
        Type input = client.GetType("Cairn.Clients.DelayInput", throwOnError: true)!, options = client.GetType("Cairn.Clients.DelayOptions", throwOnError: true)!;
        double[] pixels = [1, 2, 3, 4, 5, 6];
        var rows = Array.CreateInstance(input, count);
        for (int i = 0; i < count; i++)
        {
            object?[] values = [i == 0 ? 17f : null, "AA", 3L, true, pixels, .. keyed ? new[] { $"UA {i + 1}" } : []];
            rows.SetValue(Activator.CreateInstance(input, values), i);
        }

        object quick = Activator.CreateInstance(options, 3, TimeSpan.Zero, TimeSpan.FromSeconds(30))!;
        object asking = Activator.CreateInstance(client.GetType("Cairn.Clients.DelayClient", throwOnError: true)!, new HttpClient(server, disposeHandler: false) { BaseAddress = new("http://x") }, quick)!;
        MethodInfo predict = asking.GetType().GetMethods().Single(m => m.Name == "PredictAsync" && m.GetParameters()[0].ParameterType != input);
        var asked = (Task)predict.Invoke(asking, [rows, null, CancellationToken.None])!;
        await asked;
        return (asking, [.. ((System.Collections.IEnumerable)asked.GetType().GetProperty("Result")!.GetValue(asked)!).Cast<object>()]);
    }

    private static Task TellAsync(object asking, string how, object of, string? id) => (Task)asking.GetType().GetMethod(how)!.Invoke(asking, [of, 1, null, CancellationToken.None, id])!;

    private static object? Get(object of, string name) => of.GetType().GetProperty(name)!.GetValue(of);
}
