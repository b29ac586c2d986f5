using System.Net;
using System.Text.Json.Nodes;
using Cairn.Tracking;
using Cairn.Tracking.Artifacts;

namespace Cairn.Rooms.Tests.Tracking;

public sealed class ArtifactTests
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts";

    public static TheoryData<string> Bad { get; } =
    [
        "", "..", ".", "../a", "a/..", "a/../b", "a/./b", "/a", "//a", "a//b", "a/", "a\\b", "..\\a", "a\\..\\b", "C:", "C:/a", "c:\\a", "file:/a", "a:b", "%2e%2e", "%2E%2E/a", "a%2fb", "..%2fa", "%252e%252e",
        "a%5cb", "%00", "a\0b", "a\nb", "a\u0085b", "...", ". .", "..\u2024", "\uFF0E\uFF0E/a", "a\u2215b", "a\uFF0Fb", "CON", "nul.txt", "a/LPT1", "com9.log/x", "\uD800", "a/\uDC00b", " ", "a/ /b",
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_path_that_is_more_than_plain_segments_is_refused(string path) => Should.Throw<MlflowException>(() => ArtifactPath.Parse(path)).Message.ShouldBe("Invalid path");

    [Theory]
    [InlineData("a")]
    [InlineData("1/ab12/artifacts/model/MLmodel")]
    [InlineData("a b/ü.txt")]
    [InlineData("100%/x")]
    [InlineData(".hidden/..x")]
    [InlineData("a/\U0001F600.png")]
    public void A_plain_path_is_kept_as_it_is(string path) => ArtifactPath.Parse(path).ShouldBe(path);

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("a/./b")]
    [InlineData("%2e%2e/%2e%2e/etc")]
    [InlineData("..%2f..%2fetc")]
    [InlineData("%2E%2E%5Cetc")]
    [InlineData("%252e%252e%252fetc")]
    [InlineData("%2fetc")]
    [InlineData("/etc")]
    [InlineData("a%00b")]
    [InlineData("c:%5cwindows")]
    [InlineData("%c0%ae%c0%ae/etc")]
    [InlineData("..%c0%afetc")]
    [InlineData("%ef%bc%8e%ef%bc%8e/etc")]
    [InlineData("")]
    [InlineData("?a/b")]
    public void A_request_line_is_decoded_once_and_then_must_be_plain(string sent)
        => Should.Throw<MlflowException>(() => ArtifactTarget.Path($"/api/2.0{ArtifactTarget.Base}/{sent}", "harmless")).Message.ShouldBe("Invalid path");

    [Theory]
    [InlineData("a/b%20c.txt?x=1", "a/b c.txt")]
    [InlineData("1/%C3%BC/100%25", "1/ü/100%")]
    public void A_plain_request_line_names_its_path(string sent, string path) => ArtifactTarget.Path($"/ajax-api/2.0{ArtifactTarget.Base}/{sent}", null).ShouldBe(path);

    [Theory]
    [InlineData("%2e%2e%2f%2e%2e%2fetc")]
    [InlineData("a%2f..%2fb")]
    [InlineData("a%5c..%5cb")]
    [InlineData("%252e%252e/b")]
    [InlineData("c%3a/windows")]
    [InlineData("a%0ab")]
    [InlineData("%2fetc%2fpasswd")]
    [InlineData("a%2f%2fb")]
    [InlineData("file:%2f%2f%2fetc")]
    public async Task Encoded_ways_out_are_refused_for_reading_writing_and_deleting(string path)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        foreach (HttpMethod method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete])
        {
            using var request = new HttpRequestMessage(method, $"{Proxy}/{path}") { Content = method == HttpMethod.Put ? new StringContent("x") : null };
            using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{method} {path}");
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Invalid path");
        }
        using HttpResponseMessage listing = await world.Http.GetAsync($"{Proxy}?path={path}", TestContext.Current.CancellationToken);
        listing.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Files_of_any_length_come_down_whole()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        const int Piece = 1 << 18;
        foreach (int length in (int[])[0, 1, Piece - 1, Piece, Piece + 1, 2 * Piece, (5 * Piece) + 7])
        {
            byte[] sent = new byte[length];
            new Random(length).NextBytes(sent);
            using var content = new ByteArrayContent(sent);
            (await world.Http.PutAsync($"{Proxy}/0/{length}.bin", content, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
            using HttpResponseMessage answer = await world.Http.GetAsync($"{Proxy}/0/{length}.bin", TestContext.Current.CancellationToken);
            answer.Content.Headers.ContentLength.ShouldBe(length);
            (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(sent).ShouldBeTrue($"{length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Files_go_up_are_listed_come_down_and_go(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string run = await world.CreateRunAsync(), root = $"0/{run}/artifacts";
        byte[] big = new byte[3 << 20];
        new Random(7).NextBytes(big);
        foreach ((string path, byte[] content) in ((string, byte[])[])[("d.json", "{}"u8.ToArray()), ("dir/page.html", "<script>"u8.ToArray()), ("dir/big.bin", big), ("dirty/x.txt", [])])
            (await world.Http.PutAsync($"{Proxy}/{root}/{path}", new ByteArrayContent(content), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Listed(await ReadAsync(world, $"{Proxy}?path={Uri.EscapeDataString(root)}")).ShouldBe(["d.json 2", "dir dir", "dirty dir"]);
        JsonObject ofRun = await world.GetAsync($"artifacts/list?run_id={run}&path=dir");
        Listed(ofRun).ShouldBe([$"dir/big.bin {big.Length}", "dir/page.html 8"]);
        ofRun["root_uri"]!.GetValue<string>().ShouldBe($"mlflow-artifacts:/{root}");

        using HttpResponseMessage page = await world.Http.GetAsync($"{Proxy}/{root}/dir/page.html", TestContext.Current.CancellationToken);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        page.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await world.Http.GetByteArrayAsync($"{Proxy}/{root}/dir/big.bin", TestContext.Current.CancellationToken)).ShouldBe(big);

        (await world.Http.PutAsync($"{Proxy}/{root}/dir", new ByteArrayContent([1]), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Http.PutAsync($"{Proxy}/{root}/d.json/x", new ByteArrayContent([1]), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Http.DeleteAsync($"{Proxy}/{root}/dir", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Listed(await ReadAsync(world, $"{Proxy}?path={Uri.EscapeDataString(root)}")).ShouldBe(["d.json 2", "dirty dir"]);
        (await world.Http.GetAsync($"{Proxy}/{root}/dir/big.bin", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<JsonObject> ReadAsync(TestWorld world, string path) => JsonNode.Parse(await world.Http.GetStringAsync(path, TestContext.Current.CancellationToken))!.AsObject();

    private static IEnumerable<string> Listed(JsonObject listing) => listing["files"]!.AsArray().Select(f => $"{f!["path"]} {(f["is_dir"]!.GetValue<bool>() ? "dir" : f["file_size"]!.ToString())}");
}
