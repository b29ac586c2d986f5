using System.Net;

namespace Cairn.Pages.Tests;

/// <summary>Answers of the shell without a browser: headers, files, guard, fragments, streams.</summary>
public sealed class ShellTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Every_answer_carries_the_content_policy()
    {
        using var client = site.Client();
        var answer = await client.GetAsync("/dev/gallery");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self'");
        policy.ShouldNotContain("unsafe-eval");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("onclick=");
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Browser_files_are_compressed_and_immutable(string encoding)
    {
        using var client = site.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Platform.Web.AssetCatalog.Url("echarts.js"));
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        var answer = await client.SendAsync(request);
        answer.Content.Headers.ContentEncoding.Single().ShouldBe(encoding);
        answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(420_000);
    }

    [Fact]
    public async Task Htmx_gets_the_part_and_a_title_only()
    {
        using var client = site.Client();
        client.DefaultRequestHeaders.Add("HX-Request-Type", "partial");
        var text = WebUtility.HtmlDecode(await client.GetStringAsync("/dev/gallery/empty"));
        text.ShouldStartWith("<title>Empty · flight-delay · Cairn</title>");
        text.ShouldNotContain("<html");
    }

    [Theory]
    [InlineData("https://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "cross-site", HttpStatusCode.Forbidden)]
    [InlineData(null, "same-site", HttpStatusCode.Forbidden)]
    [InlineData(null, "same-origin", HttpStatusCode.SeeOther)]
    [InlineData(null, null, HttpStatusCode.SeeOther)]
    public async Task Writes_from_other_sites_are_refused(string? origin, string? fetchSite, HttpStatusCode expected)
    {
        using var client = site.Client(follow: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/dev/gallery/done");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (fetchSite is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", fetchSite);
        }

        (await client.SendAsync(request)).StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task The_theme_form_leads_back_to_this_site_only(string back)
    {
        using var client = site.Client(follow: false);
        using var form = new FormUrlEncodedContent([new("theme", "dark"), new("back", back)]);
        var answer = await client.PostAsync("/theme", form);
        answer.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task An_unknown_address_is_a_page_for_people_and_a_plain_404_for_programs()
    {
        using var client = site.Client();
        var bare = await client.GetAsync("/p/flight-delay/monitrs");
        bare.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var page = await client.GetAsync("/p/flight-delay/monitrs");
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync()).ShouldContain("href=\"/p/flight-delay/monitors\"");
    }

    [Fact]
    public async Task Live_topics_arrive_and_are_resumed_after_a_break()
    {
        using var client = site.Client();
        string last;
        using (var stream = new StreamReader(await client.GetStreamAsync("/live?topics=a,b")))
        {
            last = await Field(stream, "id");
            site.Live.Publish("a");
            site.Live.Publish("a");
            site.Live.Publish("other");
            (await Field(stream, "data", skip: 1)).ShouldBe("a");
        }

        site.Live.Publish("b");
        using var again = new StreamReader(await client.GetStreamAsync("/live?topics=a,b&last=" + last));
        (await Field(again, "data", skip: 1)).ShouldBe("a b");
    }

    [Fact]
    public async Task A_live_stream_without_topics_is_refused_with_the_reason()
    {
        using var client = site.Client();
        var answer = await client.GetAsync("/live");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("1 to 64");
    }

    private static async Task<string> Field(StreamReader stream, string name, int skip = 0)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await stream.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(name + ": ", StringComparison.Ordinal) && skip-- == 0)
            {
                return line[(name.Length + 2)..];
            }
        }

        throw new InvalidOperationException($"The stream ended without {name}.");
    }
}
