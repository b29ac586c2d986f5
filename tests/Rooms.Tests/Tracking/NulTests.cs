using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Surface;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>A NUL that an address or a form brings is refused by the name of what holds it, on whichever engine.</summary>
public sealed class NulTests
{
    private const string P = "/p/" + TrackingWorld.Project, Api = "/api/v1/projects/" + TrackingWorld.Project;

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task It_is_a_mistake_of_who_asks(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string experiment = (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{TrackingWorld.Project}}"}"""))["experiment_id"]!, run = await world.CreateRunAsync(experiment);
        string[] lists = [$"{P}/files/run/{run}", $"{P}/experiments/{TrackingWorld.Project}/runs/{run}/artifacts", $"{P}/all-experiments", "/experiments", $"{Api}/runs/{run}/artifacts"];
        foreach (string list in lists) (await FieldAsync(world, $"{list}?after=AA")).ShouldBe("after", list);
        foreach (string list in (string[])[.. lists, $"{P}/experiments", $"{P}/experiments/{TrackingWorld.Project}/traces", $"{Api}/runs"])
        {
            (await FieldAsync(world, $"{list}?sort=name&q=a%00")).ShouldBe("q", list);
            (await FieldAsync(world, $"{list}?%00x=1")).ShouldBe("x", list);
        }
        using var parts = new MultipartFormDataContent { { new StringContent("a\0"), "project" } };
        using HttpResponseMessage sent = await world.Http.PostAsync($"/experiments/{experiment}/attach", parts, TestContext.Current.CancellationToken);
        (await FieldAsync(sent)).ShouldBe("project");
        // The reader of the other kind of form takes none.
        using var form = new FormUrlEncodedContent([new("project", "a\0")]);
        using HttpResponseMessage encoded = await world.Http.PostAsync($"/experiments/{experiment}/attach", form, TestContext.Current.CancellationToken);
        encoded.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // MLflow's clients are told in MLflow's words.
        using HttpResponseMessage theirs = await world.Http.GetAsync("/api/2.0/mlflow/experiments/get-by-name?experiment_name=%00", TestContext.Current.CancellationToken);
        theirs.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await theirs.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Text("error_code").ShouldBe("INVALID_PARAMETER_VALUE");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Bodies_are_held_to_the_same(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string experiment = (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{TrackingWorld.Project}}"}"""))["experiment_id"]!, run = await world.CreateRunAsync(experiment);
        (string Method, string Route, string Json, string Field)[] refused =
        [
            ("POST", $"{Api}/runs/{run}/tags", """{"tags": {"whole": "\ud83d\ude00", "a": "x\u0000"}}""", "tags.a"),
            ("POST", $"{Api}/runs/{run}/tags", """{"tags": {"a": "\uD83D"}}""", "tags.a"),
            ("POST", $"{Api}/runs/{run}/tags", """{"tags": {"a\u0000": "x"}}""", "tags"),
            ("POST", $"{Api}/runs/{run}/tags", """{"any": [{"x": 1}, {"y": ["\u0000"]}]}""", "any[1].y[0]"),
            ("POST", $"{Api}/runs/{run}/note", """{"text": "\udc00"}""", "text"),
            ("POST", $"{Api}/runs/{run}/note", "\"\\u0000\"", "body"),
            ("POST", $"{Api}/run-views", """{"name": "\u0000"}""", "name"),
            ("PUT", $"{Api}/models/m/aliases/a", """{"version": "\u0000"}""", "version"),
            ("POST", $"{Api}/models/import", """{"model": "m", "digest": "x", "note": "\u0000"}""", "note"),
        ];
        foreach ((string method, string route, string json, string field) in refused)
        {
            using HttpResponseMessage answer = await SendAsync(world, method, route, json);
            (await FieldAsync(answer)).ShouldBe(field, $"{route} {json}");
        }
        using HttpResponseMessage taken = await SendAsync(world, "POST", $"{Api}/runs/{run}/tags", """{"tags": {"face": "\ud83d\ude00"}}""");
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.GetAsync($"runs/get?run_id={run}"))["run"]!["data"]!["tags"]!.AsArray().ShouldContain(t => t!.Text("value") == "\U0001F600");
        using HttpResponseMessage broken = await SendAsync(world, "POST", $"{Api}/runs/{run}/note", """{"text": "\u00"}""");
        broken.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var sheet = new StringContent("name,auc\nol\0d,0.5\n");
        using HttpResponseMessage rows = await world.Http.PostAsync($"{Api}/runs/import", sheet, TestContext.Current.CancellationToken);
        (rows.StatusCode, (await rows.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("Line 2", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.BadRequest, true));
    }

    [Fact]
    public async Task Every_route_that_takes_JSON_is_held_to_it()
    {
        await using TestWorld world = await WholeServer.StartAsync();
        var faults = new List<string>();
        RouteEndpoint[] routes = [.. world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json") == true)];
        routes.Length.ShouldBeGreaterThan(40);
        foreach (RouteEndpoint route in routes)
        {
            string method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(), path = "/" + string.Join('/', route.RoutePattern.PathSegments.Select(s => s.Parts[0] is RoutePatternParameterPart p ? p.ParameterPolicies.Count > 0 ? "1" : "x" : ((RoutePatternLiteralPart)s.Parts[0]).Content));
            using HttpResponseMessage answer = await SendAsync(world, method, path, """{"any": "\u0000"}""");
            string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            // Who may not act is sent away before anything is read: results of probes are for probers alone.
            if (answer.StatusCode == HttpStatusCode.Forbidden && path.EndsWith("/probes/results", StringComparison.Ordinal)) continue;
            if (answer.StatusCode != HttpStatusCode.BadRequest || JsonNode.Parse(text)?["field"]?.ToString() != "any") faults.Add($"{method} {path}: {(int)answer.StatusCode} {text}");
        }
        faults.ShouldBeEmpty(string.Join('\n', faults));
    }

    private static Task<HttpResponseMessage> SendAsync(TestWorld world, string method, string route, string json)
        => world.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), route) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, TestContext.Current.CancellationToken);

    private static async Task<string> FieldAsync(TestWorld world, string address)
    {
        using HttpResponseMessage answer = await world.Http.GetAsync(address, TestContext.Current.CancellationToken);
        return await FieldAsync(answer);
    }

    private static async Task<string> FieldAsync(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, text);
        return JsonNode.Parse(text).Text("field");
    }
}
