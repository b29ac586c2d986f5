using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Identity;
using Cairn.Projects;
using Cairn.Tracking;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Uploads in parts, and addresses that carry their own permission, as MLflow's clients use them.</summary>
public sealed class UploadTests
{
    private const string Mpu = "/api/2.0/mlflow-artifacts/mpu", Proxy = "/api/2.0/mlflow-artifacts/artifacts";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Parts_sent_in_any_order_become_one_file_also_across_a_restart(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        (string id, Uri[] parts) = await BeginAsync(world, 3);
        byte[][] contents = [[.. Enumerable.Repeat((byte)1, 100_000)], [2, 3], [4]];
        await PutAsync(world, parts[2], [9, 9, 9]);
        string third = await PutAsync(world, parts[2], contents[2]), first = await PutAsync(world, parts[0], contents[0]);
        await world.RestartAsync();
        string second = await PutAsync(world, parts[1], contents[1]);
        (await world.Http.GetAsync($"{Proxy}/0/big/model.bin", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "nothing is seen before all is there");
        JsonObject whole = Complete(id, third: third, second: second, first: first);
        (await PostAsync(world, "complete/0/big", whole)).Status.ShouldBe(HttpStatusCode.OK);
        (await world.Http.GetByteArrayAsync($"{Proxy}/0/big/model.bin", TestContext.Current.CancellationToken)).ShouldBe([.. contents.SelectMany(c => c)]);
        Directory.GetFiles(Path.Combine(world.Directory, "uploads")).ShouldAllBe(f => Path.GetFileName(f) == "key");
        (await PostAsync(world, "complete/0/big", whole)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_not_whole_or_not_ours_is_refused_and_stays_to_be_mended()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        foreach (string body in (string[])["""{"path": "a"}""", """{"num_parts": 1}""", """{"path": "a", "num_parts": 0}""", """{"path": "a", "num_parts": 10001}""", """{"path": "../a", "num_parts": 1}""", """{"path": "a", "num_parts": "x"}"""])
            (await PostAsync(world, "create/0/big", JsonNode.Parse(body)!)).Status.ShouldBe(HttpStatusCode.BadRequest, body);
        (await PostAsync(world, "create/0/%252e%252e", JsonNode.Parse("""{"path": "a", "num_parts": 1}""")!)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (string id, Uri[] parts) = await BeginAsync(world, 2);
        string first = await PutAsync(world, parts[0], [1]);
        foreach (JsonObject bad in (JsonObject[])[Complete(id, first: first), Complete(id, first: first, second: new string('a', 64)), Complete(id, first: first, second: "../../x"), Complete(id, first: first, second: first, third: first), Complete(id)])
            (await PostAsync(world, "complete/0/big", bad)).Status.ShouldBe(HttpStatusCode.BadRequest, bad.ToJsonString());
        (await PostAsync(world, "complete/0/other", Complete(id, first: first))).Text.ShouldContain("another path");
        (await PostAsync(world, "complete/0/big", Complete("../../../etc", first: first))).Status.ShouldBe(HttpStatusCode.NotFound);
        foreach (string address in (string[])[parts[0].PathAndQuery.Replace("/1?", "/2?", StringComparison.Ordinal), parts[0].PathAndQuery[..^1], parts[0].AbsolutePath, parts[0].PathAndQuery.Replace("until=", "until=9", StringComparison.Ordinal)])
            (await world.Http.PutAsync(address, new ByteArrayContent([1]), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, address);
        string second = await PutAsync(world, parts[1], [2]);
        (await PostAsync(world, "complete/0/big", Complete(id, first: first, second: second))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Given_up_uploads_go_at_once_and_forgotten_ones_by_gc()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (string id, Uri[] parts) = await BeginAsync(world, 1);
        await PutAsync(world, parts[0], [1, 2, 3]);
        (await PostAsync(world, "abort/0/big", new JsonObject { ["path"] = "model.bin", ["upload_id"] = id })).Status.ShouldBe(HttpStatusCode.OK);
        (await world.Http.PutAsync(parts[0].PathAndQuery, new ByteArrayContent([1]), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (string old, Uri[] oldParts) = await BeginAsync(world, 1);
        (_, Uri[] freshParts) = await BeginAsync(world, 1);
        await PutAsync(world, oldParts[0], [1, 2, 3]);
        string fresh = await PutAsync(world, freshParts[0], [4]);
        foreach (string file in Directory.GetFiles(Path.Combine(world.Directory, "uploads"), old + ".*")) File.SetLastWriteTimeUtc(file, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        JsonObject report = (await (await world.Http.PostAsJsonAsync("/api/v1/gc", new { dry_run = false }, TestContext.Current.CancellationToken)).Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
        ((int)report["contents"]!, (long)report["bytes"]!).ShouldBe((1, 3L));
        Directory.GetFiles(Path.Combine(world.Directory, "uploads")).Select(Path.GetFileName).Count(f => f!.EndsWith(fresh, StringComparison.Ordinal) || f.EndsWith("target", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Signed_addresses_need_no_token_and_open_one_file_by_one_method()
    {
        await using TestWorld world = await TestWorld.StartAsync(new TestWorldOptions
        {
            Rooms = s => s.AddSingleton<IProjects>(new NamedProjects("p")).AddIdentity().AddCompute(new ComputeOptions { Slots = 1 }).AddTracking(),
            Middleware = a => a.UseIdentity(),
            Routes = a => a.MapTracking(),
        });
        string run = await world.CreateRunAsync();
        // Whoever comes through a proxy needs a token.
        using var stranger = new HttpRequestMessage(HttpMethod.Get, $"{Proxy}/0/{run}/artifacts/a%20b.txt") { Headers = { { "X-Forwarded-For", "192.0.2.1" } } };
        (await world.Http.SendAsync(stranger, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        Uri up = new((string)(await world.PostAsync("artifacts/presigned-upload-url", $$"""{"run_id": "{{run}}", "path": "a b.txt", "expiration": 60}"""))["presigned_url"]!);
        (await AskAsync(world, HttpMethod.Put, up, "hello")).Status.ShouldBe(HttpStatusCode.OK);
        JsonObject down = JsonNode.Parse(await world.Http.GetStringAsync($"/api/2.0/mlflow-artifacts/presigned/0/{run}/artifacts/a%20b.txt", TestContext.Current.CancellationToken))!.AsObject();
        ((long)down["file_size"]!).ShouldBe(5);
        Uri address = new((string)down["url"]!);
        (await AskAsync(world, HttpMethod.Get, address)).ShouldBe((HttpStatusCode.OK, "hello"));
        (await AskAsync(world, HttpMethod.Put, address, "x")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(world, HttpMethod.Get, up)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(world, HttpMethod.Get, new Uri(address.AbsoluteUri.Replace("a%20b", "other", StringComparison.Ordinal)))).Status.ShouldBe(HttpStatusCode.Forbidden);
        await world.RefusedAsync("artifacts/presigned-upload-url", $$"""{"run_id": "{{run}}", "path": "../b", "expiration": 60}""", "INVALID_PARAMETER_VALUE");
        await world.RefusedAsync("artifacts/presigned-upload-url", $$"""{"run_id": "{{run}}", "path": "b", "expiration": 0}""", "INVALID_PARAMETER_VALUE");
        (await world.Http.GetAsync("/api/2.0/mlflow-artifacts/presigned/0/none", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_range_of_a_file_comes_down_alone()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.Http.PutAsync($"{Proxy}/0/a.bin", new ByteArrayContent([.. Enumerable.Range(0, 100).Select(i => (byte)i)]), TestContext.Current.CancellationToken);
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"{Proxy}/0/a.bin") { Headers = { Range = new RangeHeaderValue(10, 12) } };
        using HttpResponseMessage answer = await world.Http.SendAsync(ask, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe([10, 11, 12]);
        answer.Content.Headers.ContentRange!.ToString().ShouldBe("bytes 10-12/100");
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(TestWorld world, HttpMethod method, Uri address, string? content = null)
    {
        using var request = new HttpRequestMessage(method, address.PathAndQuery) { Headers = { { "X-Forwarded-For", "192.0.2.1" } }, Content = content is null ? null : new StringContent(content) };
        using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<(string Id, Uri[] Parts)> BeginAsync(TestWorld world, int parts)
    {
        (HttpStatusCode status, string text) = await PostAsync(world, "create/0/big", new JsonObject { ["path"] = "model.bin", ["num_parts"] = parts });
        status.ShouldBe(HttpStatusCode.OK, text);
        JsonNode answer = JsonNode.Parse(text)!;
        return ((string)answer["upload_id"]!, [.. answer["credentials"]!.AsArray().Select(c => new Uri((string)c!["url"]!))]);
    }

    private static async Task<string> PutAsync(TestWorld world, Uri address, byte[] content)
    {
        using HttpResponseMessage answer = await world.Http.PutAsync(address.PathAndQuery, new ByteArrayContent(content), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return answer.Headers.ETag!.Tag.Trim('"');
    }

    private static JsonObject Complete(string id, string? first = null, string? second = null, string? third = null) => new()
    {
        ["path"] = "model.bin",
        ["upload_id"] = id,
        ["parts"] = new JsonArray([.. new[] { (3, third), (1, first), (2, second) }.Where(p => p.Item2 is not null).Select(p => (JsonNode)new JsonObject { ["part_number"] = p.Item1, ["etag"] = $"\"{p.Item2}\"", ["url"] = "x" })]),
    };

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(TestWorld world, string call, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage answer = await world.Http.PostAsync($"{Mpu}/{call}", content, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
