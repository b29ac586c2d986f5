using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What is done to a run by hand over our own API: tags, files, deletion and return, and its points.</summary>
public sealed class RunActTests
{
    private const string Runs = $"/api/v1/projects/{TrackingWorld.Project}/runs";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_run_is_tagged_hidden_and_brought_back_by_its_name(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string run = await RunAsync(world);
        JsonNode tagged = (await world.Http.SendAsync("POST", $"{Runs}/gull/tags", HttpStatusCode.OK, new { tags = new Dictionary<string, string?> { ["stage"] = "tried", ["team"] = "x" } }))!;
        tagged["tags"]!.Text("stage").ShouldBe("tried");
        tagged = (await world.Http.SendAsync("POST", $"{Runs}/gull/tags", HttpStatusCode.OK, new { tags = new Dictionary<string, string?> { ["stage"] = null, ["none"] = null, ["team"] = "y" } }))!;
        (tagged["tags"]!["stage"], tagged["tags"]!.Text("team")).ShouldBe((null, "y"));
        await world.Http.SendAsync("POST", $"{Runs}/gull/tags", HttpStatusCode.BadRequest, new { tags = new { } });
        await world.Http.SendAsync("POST", $"{Runs}/gull/restore", HttpStatusCode.NotFound);

        await world.Http.SendAsync("DELETE", $"{Runs}/gull", HttpStatusCode.NoContent);
        await world.Http.SendAsync("GET", $"{Runs}/gull", HttpStatusCode.NotFound);
        await world.Http.SendAsync("DELETE", $"{Runs}/gull", HttpStatusCode.NotFound);
        (await world.Http.SendAsync("POST", $"{Runs}/gull/restore", HttpStatusCode.OK)).Text("id").ShouldBe(run);
        (await world.Http.SendAsync("GET", $"{Runs}/gull", HttpStatusCode.OK)).Text("id").ShouldBe(run);
    }

    [Fact]
    public async Task Files_of_a_run_are_kept_listed_by_pages_and_sent_and_wrong_paths_refused()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await RunAsync(world);
        foreach (string path in (string[])["b.txt", "a/x%20y.txt", "a/deep/z.bin"])
        {
            using var content = new StringContent("content of " + path, Encoding.UTF8, "application/octet-stream");
            using HttpResponseMessage kept = await world.Http.PutAsync($"{Runs}/gull/artifacts/{path}", content);
            kept.StatusCode.ShouldBe(HttpStatusCode.OK, await kept.Content.ReadAsStringAsync());
        }
        JsonNode page = (await world.Http.SendAsync("GET", $"{Runs}/{run}/artifacts?limit=2", HttpStatusCode.OK))!;
        Paths(page).ShouldBe(["a/deep/z.bin", "a/x y.txt"]);
        Paths((await world.Http.SendAsync("GET", $"{Runs}/{run}/artifacts?limit=2&after={page.Text("next")}", HttpStatusCode.OK))!).ShouldBe(["b.txt"]);
        using HttpResponseMessage sent = await world.Http.GetAsync($"{Runs}/gull/artifacts/a/x%20y.txt");
        (await sent.Content.ReadAsStringAsync()).ShouldBe("content of a/x%20y.txt");
        sent.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        foreach (string wrong in (string[])["%2e%2e/a", "a%5Cb", "a:b", "a/%252e%252e/b", "b.txt/c"])
        {
            using var content = new StringContent("x");
            using HttpResponseMessage refused = await world.Http.PutAsync($"{Runs}/gull/artifacts/{wrong}", content);
            ((int)refused.StatusCode).ShouldBeInRange(400, 404, wrong);
        }
        Paths((await world.Http.SendAsync("GET", $"{Runs}/{run}/artifacts", HttpStatusCode.OK))!).Length.ShouldBe(3);
        await world.Http.SendAsync("GET", $"{Runs}/gull/artifacts/none.txt", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Points_come_by_pages_or_as_a_sample()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await RunAsync(world), points = string.Join(',', Enumerable.Range(0, 400).Select(i => $$"""{"key": "val/loss", "value": {{i}}, "timestamp": {{i}}, "step": {{i}}}"""));
        await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{{points}}]}""");
        JsonNode page = (await world.Http.SendAsync("GET", $"{Runs}/gull/metrics/val/loss?limit=150", HttpStatusCode.OK))!;
        page = (await world.Http.SendAsync("GET", $"{Runs}/gull/metrics/val/loss?limit=1000&after={page.Text("next")}", HttpStatusCode.OK))!;
        Steps(page).ShouldBe(Enumerable.Range(150, 250).Select(i => (long)i));
        page["next"].ShouldBeNull();
        long[] sampled = Steps((await world.Http.SendAsync("GET", $"{Runs}/gull/metrics/val/loss?sample=20", HttpStatusCode.OK))!);
        (sampled[0], sampled[^1]).ShouldBe((0, 399));
        sampled.Length.ShouldBeInRange(10, 22);
        Steps((await world.Http.SendAsync("GET", $"{Runs}/gull/metrics/none", HttpStatusCode.OK))!).ShouldBeEmpty();
        foreach (string wrong in (string[])["sample=1", "limit=0", "after=eHg"]) await world.Http.SendAsync("GET", $"{Runs}/gull/metrics/val/loss?{wrong}", HttpStatusCode.BadRequest);
    }

    private static async Task<string> RunAsync(TestWorld world)
    {
        string id = (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{TrackingWorld.Project}}"}"""))["experiment_id"]!;
        return (string)(await world.PostAsync("runs/create", $$"""{"experiment_id": "{{id}}", "run_name": "gull", "start_time": 1}"""))["run"]!["info"]!["run_id"]!;
    }

    private static string[] Paths(JsonNode page) => [.. page["items"]!.AsArray().Select(f => f.Text("path"))];

    private static long[] Steps(JsonNode page) => [.. page["items"]!.AsArray().Select(p => p!["step"]!.GetValue<long>())];
}
