using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What others broke into, tried in many forms. Each group begins with a request that works, so that a refusal means something.</summary>
public sealed class SecurityTests
{
    private const string Api = "/api/2.0/mlflow/";

    internal static readonly string[] Climbing =
    [
        "..", "../x", "a/../../x", "a/..", "./x", "/etc/passwd", "//etc", "a//b", "..\\x", "a\\..\\x", "%2e%2e/x", "%2E%2e%2fx", "%252e%252e%252fx", "%25252e%25252e/x", "..%2fx", "..%5cx", "%c0%ae%c0%ae/x",
        "file:/etc/passwd", "file:///etc/passwd", "C:/x", "C:\\x", "\\\\host\\share", "http://evil.example/x", "x\0y", "x\ny", "\uFF0E\uFF0E/x", "x\uFF0Fy", "\u2025/x", "CON", "aux.txt", ". ./x",
    ];

    [Fact]
    public async Task No_path_in_a_query_leads_out_of_the_artifacts_of_its_run_or_model()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (string run, string model) = await SampleAsync(world);
        string[] doors =
        [
            $"{Api}artifacts/list?run_id={run}&path=", $"/get-artifact?run_id={run}&path=", $"{Api}logged-models/{model}/artifacts/directories?artifact_directory_path=",
            $"/ajax-api/2.0/mlflow/logged-models/{model}/artifacts/files?artifact_file_path=", "/model-versions/get-artifact?name=m&version=1&path=", "/api/2.0/mlflow-artifacts/artifacts?path=",
        ];
        foreach (string door in doors)
        {
            (await StatusAsync(world, HttpMethod.Get, door + (door.Contains("get-artifact", StringComparison.Ordinal) || door.Contains("artifact_file", StringComparison.Ordinal) ? "a.txt" : "a"))).ShouldBe(HttpStatusCode.OK, door);
            foreach (string path in Climbing) (await StatusAsync(world, HttpMethod.Get, door + Uri.EscapeDataString(path))).ShouldBe(HttpStatusCode.BadRequest, $"{door} {path}");
        }
        foreach (string path in Climbing)
            (await StatusAsync(world, HttpMethod.Post, $"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={run}&path={Uri.EscapeDataString(path)}", "x")).ShouldBe(HttpStatusCode.BadRequest, path);
    }

    [Theory]
    [InlineData("file:///etc")]
    [InlineData("/etc")]
    [InlineData("../other")]
    [InlineData("C:\\data")]
    [InlineData("\\\\host\\share")]
    [InlineData("s3://bucket/x")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("ftp://host/x")]
    [InlineData("dbfs:/x")]
    [InlineData("hdfs://host/x")]
    [InlineData("runs:/abc/x")]
    [InlineData("mlflow-artifacts:/")]
    [InlineData("mlflow-artifacts://host/x")]
    [InlineData("mlflow-artifacts:/a/../b")]
    [InlineData("mlflow-artifacts:/a/%2e%2e/b")]
    [InlineData("mlflow-artifacts:/a/%252e%252e/b")]
    [InlineData("mlflow-artifacts:/a\\..\\b")]
    [InlineData("mlflow-artifacts:/a?b=c")]
    [InlineData("mlflow-artifacts:/a#b")]
    [InlineData("mlflow-artifacts:/a;b")]
    [InlineData("MLFLOW-ARTIFACTS:/a")]
    [InlineData(" mlflow-artifacts:/a")]
    public async Task An_experiments_location_is_a_place_of_ours_or_refused(string location)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.PostAsync("experiments/create", """{"name": "control", "artifact_location": "mlflow-artifacts:/mine/x"}""");
        await world.RefusedAsync("experiments/create", new JsonObject { ["name"] = "bad", ["artifact_location"] = location }.ToJsonString(), "INVALID_PARAMETER_VALUE");
        (await world.SendAsync(HttpMethod.Get, "experiments/get-by-name?experiment_name=bad", null, HttpStatusCode.NotFound)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.1.evil.example")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("10.0.0.1")]
    [InlineData("192.168.1.1:7337")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("localhost:1")]
    [InlineData("localhost.")]
    public async Task A_foreign_host_is_answered_nothing(string host)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        foreach (string path in (string[])[$"{Api}experiments/get?experiment_id=0", "/api/2.0/mlflow-artifacts/artifacts", "/get-artifact?run_id=a&path=b", "/ajax-api/3.0/mlflow/server-info"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
        (await world.Http.GetStringAsync("/health", TestContext.Current.CancellationToken)).ShouldBe("OK");
        (await world.GetAsync("experiments/get?experiment_id=0"))["experiment"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "https://localhost")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "http://localhost.evil.example")]
    [InlineData("Origin", "http://evil.example/http://localhost")]
    [InlineData("Origin", "http://127.0.0.1")]
    [InlineData("Origin", "http://[::1]")]
    [InlineData("Origin", "file://")]
    [InlineData("Origin", "chrome-extension://abc")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Referer", "http://evil.example/page")]
    [InlineData("Referer", "http://localhost.evil.example/")]
    public async Task A_page_of_another_origin_changes_nothing(string header, string value)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        foreach ((HttpMethod method, string path, string body) in ((HttpMethod, string, string)[])
            [(HttpMethod.Post, $"{Api}experiments/create", """{"name": "x"}"""), (HttpMethod.Post, "/ajax-api/2.0/mlflow/experiments/create", """{"name": "x"}"""), (HttpMethod.Put, "/api/2.0/mlflow-artifacts/artifacts/a/b", "x"),
             (HttpMethod.Delete, "/api/2.0/mlflow-artifacts/artifacts/a/b", ""), (HttpMethod.Delete, $"{Api}registered-models/delete", """{"name": "x"}""")])
        {
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
            request.Headers.TryAddWithoutValidation(header, value);
            using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
        await world.SendAsync(HttpMethod.Get, "experiments/get-by-name?experiment_name=x", null, HttpStatusCode.NotFound);
        await world.PostAsync("experiments/create", """{"name": "x"}""");
    }

    [Theory]
    [InlineData("page.html")]
    [InlineData("page.HTM")]
    [InlineData("page.xhtml")]
    [InlineData("page.xht")]
    [InlineData("image.svg")]
    [InlineData("image.svgz")]
    [InlineData("feed.xml")]
    [InlineData("feed.rss")]
    [InlineData("script.js")]
    [InlineData("module.mjs")]
    [InlineData("style.css")]
    [InlineData("archive.mht")]
    [InlineData("page.html.")]
    [InlineData("no-extension")]
    [InlineData("a b;name=\"x\".html")]
    [InlineData("naïve-\U0001F600.html")]
    public async Task A_file_is_an_attachment_that_no_browser_runs_through_whichever_door(string name)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (string run, string model) = await SampleAsync(world, name);
        string escaped = Uri.EscapeDataString(name);
        foreach (string door in (string[])[$"/api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/{escaped}", $"/ajax-api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/{escaped}", $"/get-artifact?run_id={run}&path={escaped}",
            $"/ajax-api/2.0/mlflow/logged-models/{model}/artifacts/files?artifact_file_path={escaped}", $"/model-versions/get-artifact?name=m&version=1&path={escaped}"])
        {
            using HttpResponseMessage answer = await world.Http.GetAsync(door, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, door);
            answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment", door);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldContain("nosniff", door);
            answer.Headers.GetValues("Content-Security-Policy").ShouldContain(v => v.Contains("sandbox", StringComparison.Ordinal), door);
            string type = answer.Content.Headers.ContentType!.MediaType!;
            (type is "text/plain" or "application/octet-stream" || !type.Contains("xml", StringComparison.Ordinal) && !type.StartsWith("text/", StringComparison.Ordinal) && !type.Contains("script", StringComparison.Ordinal)).ShouldBeTrue($"{door} {type}");
        }
    }

    [Fact]
    public async Task A_part_of_a_file_comes_when_a_range_is_asked_for()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (string run, _) = await SampleAsync(world);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/a.txt");
        request.Headers.Range = new RangeHeaderValue(2, 4);
        using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("il:");
    }

    // A run, a logged model and a registered version, each with the file.
    private static async Task<(string Run, string Model)> SampleAsync(TestWorld world, string name = "a.txt")
    {
        string run = await world.CreateRunAsync(), model = (string)(await world.PostAsync("logged-models", """{"experiment_id": "0", "name": "model"}"""))["model"]!["info"]!["model_id"]!;
        foreach (string folder in (string[])[$"0/{run}/artifacts", $"0/models/{model}/artifacts"])
            foreach (string file in (string[])[name, "a/b"])
                (await StatusAsync(world, HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/{folder}/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}", "mail: <script>")).ShouldBe(HttpStatusCode.OK);
        await world.PostAsync("registered-models/create", """{"name": "m"}""");
        await world.PostAsync("model-versions/create", $$"""{"name": "m", "source": "models:/{{model}}"}""");
        return (run, model);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestWorld world, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body) };
        using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
