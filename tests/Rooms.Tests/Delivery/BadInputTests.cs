using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Onnx;
using Cairn.Registry;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>What is wrong is told, by name and with the mend, and everything stays as it was.</summary>
public sealed class BadInputTests
{
    private static readonly string Agreed = DeliveryWorld.File().Replace("key: flight,", "key: flight, inputs: {x: {type: float, range: [-3, 3], missing: 0%}},", StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_model_with_other_inputs_than_the_contract_stops_at_the_gate_and_by_hand_at_the_data_plane(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(Agreed, engine);
        ModelVersionView good = await at.TrainAsync(DeliveryWorld.Model(1));
        ModelVersionView other = await at.TrainAsync(Model("speed"));
        LedgerEvent decided = (await at.World.EventsAsync("gate.decided"))[^1];
        ((string?)decided.Data["decision"]).ShouldBe("reject");
        ((string?)decided.Data["reason"])!.ShouldContain("does not take x");
        (await at.ReleasesAsync()).Count.ShouldBe(2);

        await at.World.Http.SendAsync("POST", "/api/v1/projects/late/releases", HttpStatusCode.Created, new { model = "delay", version = other.Number, env = "production", strategy = "all-at-once", reason = "by hand" });
        await at.World.QuietAsync();
        JsonNode last = await at.LastAsync();
        last.Text("state").ShouldBe("aborted");
        last.Text("reason").ShouldContain("name 'x', which the model does not take");
        (await at.EndpointAsync()).Variants.ShouldHaveSingleItem().VersionId.ShouldBe(good.Id);
        await at.SendAsync(1);
    }

    [Fact]
    public async Task Gate_and_release_hold_a_model_against_the_inputs_in_force_and_say_that_a_change_of_them_waits()
    {
        static string Owned(string file) => file.Replace("key: flight,", "key: flight, owners: data-scientist,", StringComparison.Ordinal);
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(Owned(Agreed));
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.DeclareAsync(Owned(DeliveryWorld.File()), "sim:ben <ben@example.org>");
        ModelVersionView other = await at.TrainAsync(Model("speed"));
        const string Waits = "; a change of its inputs waits (cairn data contract changes)";
        ((string?)(await at.World.EventsAsync("gate.decided"))[^1].Data["reason"])!.ShouldContain("does not take x" + Waits);
        await at.World.Http.SendAsync("POST", "/api/v1/projects/late/releases", HttpStatusCode.Created, new { model = "delay", version = other.Number, env = "production", strategy = "all-at-once", reason = "by hand" });
        await at.World.QuietAsync();
        (await at.LastAsync()).Text("reason").ShouldContain("name 'x', which the model does not take" + Waits);
    }

    [Fact]
    public async Task A_malformed_request_is_refused_with_400_and_predicts_nothing()
    {
        string[] bodies =
        [
            "",
            "{",
            "null",
            "[]",
            "{}",
            """{"inputs":{}}""",
            """{"inputs":[]}""",
            """{"inputs":[{"name":"x"}]}""",
            """{"inputs":[{"name":"y","shape":[1,1],"datatype":"FP32","data":[1]}]}""",
            """{"inputs":[{"name":"x","shape":[2,1],"datatype":"FP32","data":[1]}]}""",
            """{"inputs":[{"name":"x","shape":[-1,1],"datatype":"FP32","data":[1]}]}""",
            """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP99","data":[1]}]}""",
            """{"inputs":[{"name":"x","shape":[1,1],"datatype":"BYTES","data":["a"]}]}""",
            """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":["a"]}]}""",
            """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[null]}]}""",
            """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[4]}]}""",
            """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]},{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}""",
        ];
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(Agreed);
        await at.TrainAsync(DeliveryWorld.Model(1));
        foreach (string body in bodies)
        {
            using HttpResponseMessage answer = await at.World.Http.PostAsync("/v2/models/delay/infer", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
            string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{body} -> {text}");
            JsonNode.Parse(text)!.Text("error").Length.ShouldBeGreaterThan(10);
        }

        DateTimeOffset day = new(at.World.Now.UtcDateTime.Date, TimeSpan.Zero);
        (await at.World.Get<IPredictionLog>().CountsAsync(DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", day, day.AddDays(1), TestContext.Current.CancellationToken)).Sum(d => d.Rows).ShouldBe(0);
        await at.SendAsync(1);
    }

    [Fact]
    public async Task An_unknown_version_is_not_found_wherever_it_is_named()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(Agreed);
        await at.TrainAsync(DeliveryWorld.Model(1));
        int events = (await at.World.EventsAsync()).Count;
        JsonObject request = new() { ["inputs"] = new JsonArray(new JsonObject { ["name"] = "x", ["shape"] = new JsonArray(1, 1), ["datatype"] = "FP32", ["data"] = new JsonArray(1) }) };
        await at.World.Http.SendAsync("POST", "/v2/models/delay/versions/mv-nobody-7/infer", HttpStatusCode.NotFound, request);
        await at.World.Http.SendAsync("POST", "/v2/models/nobody/infer", HttpStatusCode.NotFound, request);
        await at.World.Http.SendAsync("GET", "/v2/models/delay/versions/7/ready", HttpStatusCode.NotFound);
        await at.World.Http.SendAsync("POST", "/api/v1/projects/late/releases", HttpStatusCode.NotFound, new { model = "delay", version = 7, env = "production" });
        await at.World.Http.SendAsync("POST", "/api/v1/projects/late/releases", HttpStatusCode.NotFound, new { model = "nobody", version = 1, env = "production" });
        await at.World.Http.SendAsync("POST", "/api/v1/projects/late/releases", HttpStatusCode.NotFound, new { model = "delay", version = 1, env = "moon" });
        await at.World.Http.SendAsync("POST", "/api/v1/projects/late/releases", HttpStatusCode.BadRequest, new { model = "delay", env = "production" });
        await at.World.Http.SendAsync("POST", "/api/v1/projects/late/releases", HttpStatusCode.BadRequest, new { model = "delay", version = 1, env = "production", strategy = "hope" });
        await at.World.Http.SendAsync("GET", "/api/v1/projects/late/releases/rel-999", HttpStatusCode.NotFound);
        (await at.World.EventsAsync()).Count.ShouldBe(events);
    }

    private static byte[] Model(string input)
    {
        var graph = new OnnxGraph("late");
        OnnxValue x = graph.Input(input, OnnxType.Float, -1, 1);
        graph.Output("score", graph.Sigmoid(x), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }
}
