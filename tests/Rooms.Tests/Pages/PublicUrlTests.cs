using System.Net;
using Cairn.Platform.Http;

namespace Cairn.Rooms.Tests.Pages;

/// <summary>The server behind a reverse proxy with TLS that shows it below a path.</summary>
public sealed class PublicUrlTests
{
    private const string Page = $"/p/{PagesWorld.Project}/experiments";

    [Theory]
    [InlineData("https://ml.example.org", "https", "ml.example.org", "")]
    [InlineData("https://ml.example.org/", "https", "ml.example.org", "")]
    [InlineData("http://ml.example.org:8443/a/b/", "http", "ml.example.org:8443", "/a/b")]
    public void An_address_has_scheme_host_and_mount(string text, string scheme, string host, string path)
        => PublicUrl.Parse(text).ShouldBe(new PublicUrl(scheme, new HostString(host), path));

    [Theory]
    [InlineData("")]
    [InlineData("/cairn")]
    public async Task Links_forms_and_signed_addresses_follow_it_whether_the_proxy_leaves_the_mount_or_takes_it(string sent)
    {
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync(address: PublicUrl.Parse("https://example.org/cairn"));
        await using (world)
        using (repository)
        {
            await SignInAsync(world);
            string html = await ReadAsync(world, HttpMethod.Get, sent + Page);
            html.ShouldContain($"href=\"/cairn{Page}\"");
            html.ShouldContain("data-js-live=\"/cairn/live\"");
            html.ShouldContain("action=\"/cairn/theme\"");
            html.ShouldContain("<code>export MLFLOW_TRACKING_URI=https://example.org/cairn</code>");
            html.ShouldNotMatch("(href|src|action)=\"/(?!cairn/)");
            string endpoint = await ReadAsync(world, HttpMethod.Get, sent + $"/p/{PagesWorld.Project}/endpoints/delay");
            endpoint.ShouldContain("curl -s https://example.org/cairn/v2/models/delay/infer");
            endpoint.ShouldContain("Bearer $CAIRN_TOKEN");

            using HttpResponseMessage kept = await SendAsync(world, HttpMethod.Post, sent + $"/p/{PagesWorld.Project}/run-views", origin: "https://example.org",
                new FormUrlEncodedContent([new("name", "mine"), new("q", ""), new("sort", ""), new("cols", "")]));
            kept.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            kept.Headers.Location!.ToString().ShouldStartWith("/cairn/p/");

            using HttpResponseMessage style = await SendAsync(world, HttpMethod.Get, sent + StyleOf(html));
            style.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await ReadAsync(world, HttpMethod.Get, sent + "/api/2.0/mlflow/experiments/search?max_results=1")).ShouldStartWith("{");
        }
    }

    [Fact]
    public async Task Who_comes_by_it_is_nobody_of_this_machine()
    {
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync(address: PublicUrl.Parse("https://example.org"));
        await using (world)
        using (repository)
        {
            using HttpResponseMessage stranger = await SendAsync(world, HttpMethod.Get, "/api/v1/me");
            stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await world.Http.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("http://example.org")]
    [InlineData("https://evil.example.org")]
    [InlineData("null")]
    public async Task Another_origin_is_refused_as_before(string origin)
    {
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync(address: PublicUrl.Parse("https://example.org/cairn"));
        await using (world)
        using (repository)
        {
            using HttpResponseMessage answer = await SendAsync(world, HttpMethod.Post, "/theme", origin, new FormUrlEncodedContent([new("theme", "dark")]));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    private static async Task SignInAsync(TestWorld world)
        => world.Http.DefaultRequestHeaders.Authorization = new("Bearer", (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "person:ada", role = "admin" })).Text("secret"));

    private static async Task<string> ReadAsync(TestWorld world, HttpMethod method, string path)
    {
        using HttpResponseMessage answer = await SendAsync(world, method, path);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestWorld world, HttpMethod method, string path, string? origin = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Host = "example.org";
        if (origin is not null) request.Headers.Add("Origin", origin);
        return await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    // The address of the stylesheet without the mount.
    private static string StyleOf(string html)
    {
        const string Mark = "href=\"/cairn";
        int at = html.IndexOf(Mark + "/assets/cairn", StringComparison.Ordinal) + Mark.Length;
        return html[at..html.IndexOf('"', at)];
    }
}
