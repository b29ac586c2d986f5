using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Tracking.Wire;

/// <summary>
/// What MLflow's clients in R and Java send where it differs from Python's, written from the description of the protocol: these clients themselves were not to be had.
/// </summary>
public sealed class OtherClientTests
{
    public static MatrixTheoryData<string, string> Cases { get; } = new([TestEngines.Sqlite, TestEngines.Postgres], ["R", "Java"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Calls_in_another_form_mean_the_same(string engine, string client)
    {
        await using TestWorld world = await TrackingWorld.StartNowAsync(engine);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ClientCall call in client == "R" ? ClientCall.OfR : ClientCall.OfJava)
        {
            string what = $"{call.Method} {Filled(call.Path, known)}";
            JsonNode answer = await SendAsync(world, call, known, what);
            // Proto JSON has no null.
            Nulls(answer).ShouldBe(0, $"{what}: {answer.ToJsonString()}");
            foreach (string expect in call.Expect)
            {
                string[] halves = expect.Split(expect.Contains(" as ", StringComparison.Ordinal) ? " as " : " = ");
                string value = At(answer, halves[0]);
                if (expect.Contains(" as ", StringComparison.Ordinal)) known[halves[1]] = value;
                else value.ShouldBe(Filled(halves[1], known), $"{what}: {halves[0]} of {answer.ToJsonString()}");
            }
        }
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("\"1.5\"")]
    [InlineData("\"1e+30\"")]
    [InlineData("1e300")]
    [InlineData("\"many\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("true")]
    public async Task What_is_no_whole_number_is_refused_by_its_name(string step)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await world.CreateRunAsync();
        (await world.RefusedAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "a", "value": 1, "timestamp": 1, "step": {{step}}}""", "INVALID_PARAMETER_VALUE")).ShouldContain("'step'");
    }

    [Fact]
    public async Task What_is_no_truth_is_refused_by_its_name()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await world.CreateRunAsync();
        await world.PostAsync("registered-models/create", """{"name": "m"}""");
        await world.PostAsync("model-versions/create", $$"""{"name": "m", "source": "runs:/{{run}}/model"}""");
        foreach (string said in (string[])["\"maybe\"", "1", "\"\\ud800\""])
            (await world.RefusedAsync("model-versions/transition-stage", $$"""{"name": "m", "version": "1", "stage": "Staging", "archive_existing_versions": {{said}}}""", "INVALID_PARAMETER_VALUE")).ShouldContain("'archive_existing_versions'");
    }

    private static async Task<JsonNode> SendAsync(TestWorld world, ClientCall call, Dictionary<string, string> known, string what)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), "/api/2.0/" + Filled(call.Path, known));
        request.Headers.TryAddWithoutValidation("User-Agent", "mlflow-other-client/2.22");
        if (call.Body is not null)
        {
            request.Content = call.Method == "PUT" ? new ByteArrayContent(Encoding.UTF8.GetBytes(call.Body))
                : new StringContent(Filled(call.Body, known), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }
        using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{what}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static string Filled(string text, Dictionary<string, string> known) => known.Aggregate(text, (t, k) => t.Replace($"{{{k.Key}}}", k.Value, StringComparison.Ordinal));

    private static string At(JsonNode answer, string path)
    {
        JsonNode? node = answer;
        foreach (string part in path.Split('.')) node = int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? node?.AsArray().ElementAtOrDefault(index) : node?[part];
        return node is JsonValue value && value.TryGetValue(out double number) && !value.TryGetValue(out long _) ? number.ToString(CultureInfo.InvariantCulture) : node?.ToString() ?? "nothing";
    }

    private static int Nulls(JsonNode? node) => node switch
    {
        null => 1,
        JsonObject o => o.Sum(p => Nulls(p.Value)),
        JsonArray a => a.Sum(Nulls),
        _ => 0,
    };
}
