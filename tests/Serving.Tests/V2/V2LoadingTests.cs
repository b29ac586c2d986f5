using System.Net;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

/// <summary>Load and unload of the repository extension.</summary>
public sealed class V2LoadingTests
{
    private const string Body = """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";
    private const string Unload = """{"parameters":{"unload_dependents":false}}""";

    [Fact]
    public async Task What_is_unloaded_answers_503_until_it_is_loaded_and_over_other_snapshots()
    {
        var told = new List<(string, bool)>();
        await using ServingHost host = await ServingHost.StartAsync(o => o.OnLoaded = (_, model, loaded) =>
        {
            told.Add((model, loaded));
            return Task.CompletedTask;
        });
        EndpointRoute a = ServingHost.Endpoint("a", host.Model("1", TestModels.Matrix())), b = ServingHost.Endpoint("b", host.Model("1", TestModels.Matrix()));
        await host.ApplyAsync(a, b);
        Answer done = await host.PostAsync("/v2/repository/models/a/unload", Unload);
        (done.Status, done.Body).ShouldBe((HttpStatusCode.OK, ""));
        await AwayAsync(host);

        await host.ApplyAsync(a with { Variants = [host.Model("2", TestModels.Matrix())] }, b);
        await AwayAsync(host);
        (await host.PostAsync("/v2/repository/index", "")).Body.ShouldBe("""[{"name":"b","version":"1","state":"READY","reason":""},{"name":"a","version":"2","state":"UNAVAILABLE","reason":"unloaded"}]""");
        (await host.PostAsync("/v2/repository/index", """{"ready":true}""")).Body.ShouldBe("""[{"name":"b","version":"1","state":"READY","reason":""}]""");

        // What comes back is what is released now.
        (await host.PostAsync("/v2/repository/models/a/load", "{}")).Status.ShouldBe(HttpStatusCode.OK);
        (await host.PostAsync("/v2/models/a/infer", Body)).Headers["X-Cairn-Version"].ShouldBe("2");
        (await host.PostAsync("/v2/repository/models/a/load", "")).Status.ShouldBe(HttpStatusCode.OK);
        told.ShouldBe([("a", false), ("a", true), ("a", true)]);
    }

    [Theory]
    [InlineData("nobody", "load", "{}", 404, "no such model")]
    [InlineData("nobody", "unload", "{}", 404, "no such model")]
    [InlineData("a", "load", """{"parameters":{"file:1/model.onnx":"AAAA"}}""", 403, "by releases")]
    [InlineData("a", "load", """{"parameters":{"config":"{}"}}""", 403, "by releases")]
    [InlineData("a", "unload", "[]", 400, "object")]
    [InlineData("a", "load", "{", 400, "JSON")]
    [InlineData("a", "load", """{"parameters":1}""", 400, "'parameters'")]
    public async Task What_it_does_not_take_changes_nothing(string model, string call, string body, int status, string holds)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("a", host.Model("1", TestModels.Matrix())));
        Answer answer = await host.PostAsync($"/v2/repository/models/{model}/{call}", body);
        ((int)answer.Status).ShouldBe(status, answer.Body);
        answer.Json.GetProperty("error").GetString()!.ShouldContain(holds);
        (await host.PostAsync("/v2/models/a/infer", Body)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Where_no_host_says_otherwise_it_is_for_who_works_on_this_machine()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.Open = true, checksTokens: true);
        await host.ApplyAsync(ServingHost.Endpoint("a", host.Model("1", TestModels.Matrix())));
        (await host.PostAsync("/v2/repository/models/a/unload", "{}", ("X-Forwarded-For", "203.0.113.9"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.PostAsync("/v2/repository/models/a/unload", "{}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Requests_under_way_get_their_answers_from_what_is_being_unloaded()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("a", host.Model("1", TestModels.Matrix())));
        using var stop = new CancellationTokenSource();
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<HttpStatusCode, int>();
        Task[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) seen.AddOrUpdate((await host.PostAsync("/v2/models/a/infer", Body)).Status, 1, (_, n) => n + 1);
        }))];
        for (int i = 0; i < 20; i++) await host.PostAsync($"/v2/repository/models/a/{(i % 2 == 0 ? "unload" : "load")}", "{}");
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        seen.Keys.Except([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]).ShouldBeEmpty();
    }

    private static async Task AwayAsync(ServingHost host)
    {
        Answer refused = await host.PostAsync("/v2/models/a/infer", Body);
        (refused.Status, refused.Json.GetProperty("error").GetString()!.Contains("was unloaded", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.ServiceUnavailable, true));
        foreach (string path in new[] { "/v2/models/a", "/v2/models/a/ready", "/endpoints/a/ping" }) (await host.GetAsync(path)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable, path);
        (await host.PostAsync("/endpoints/a/outcomes", """{"key":"k","value":1}""")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await host.PostAsync("/v2/models/b/infer", Body)).Status.ShouldBe(HttpStatusCode.OK);
        (await host.GetAsync("/v2/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
    }
}
