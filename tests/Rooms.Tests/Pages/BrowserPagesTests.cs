using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Cairn.Pages.Tests;
using Microsoft.Playwright;

namespace Cairn.Rooms.Tests.Pages;

/// <summary>
/// Every page route of <c>docs/reference/routes.txt</c> in Chromium, on a desk and on a phone, light and dark: nothing for axe to find, no fault in the
/// console, no sideways scroll, nothing out of the keyboard's reach, no dead link, and within the budget of bytes, nodes and jumps.
/// </summary>
public sealed partial class BrowserPagesTests(FilledSite site) : IClassFixture<FilledSite>
{
    private const int MostBytes = 15_000, MostNodes = 1500;
    private const double MostShift = 0.02;

    public static TheoryData<string> Routes { get; } = [.. PageAddresses.Routes];

    // A page takes seconds, twice: the first here, all of them in the long tests.
    private static readonly int Most = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1" ? int.MaxValue : 1;

    // A part of the routes that somebody works on.
    private static readonly string? Part = Environment.GetEnvironmentVariable("CAIRN_PAGES");

    public static TheoryData<string> Shown { get; } =
        [.. PageAddresses.Routes.Where(r => !PageAddresses.Redirects.Contains(r) && (Part is null || r.Contains(Part, StringComparison.Ordinal))).Take(Part is null ? Most : int.MaxValue)];

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task A_page_is_whole_for_everybody(string route)
    {
        string?[] faults = await Task.WhenAll(LookAsync(route, new View(Phone: false, Dark: false)), LookAsync(route, new View(Phone: true, Dark: false)));
        string.Join("\n", faults.Where(f => f is not null)).ShouldBe("");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_page_is_small_and_its_links_lead_somewhere(string route)
    {
        if (site.Absent) Assert.Skip(FilledSite.Why);
        using HttpResponseMessage answer = await site.GetAsync(site.Addresses.Of(route));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        string page = await answer.Content.ReadAsStringAsync();
        Compressed(page).ShouldBeLessThanOrEqualTo(MostBytes);
        var dead = new List<string>();
        foreach (string link in Href().Matches(page).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value).Split('#')[0]).Where(l => l.Length > 0).Distinct())
        {
            if (await site.LeadsAsync(link) is false) dead.Add(link);
        }
        dead.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_notebook_on_this_machine_shows_a_trace_in_a_frame_and_a_strange_page_does_not()
    {
        if (site.Absent) Assert.Skip(FilledSite.Why);
        string trace = new Uri(site.World.Http.BaseAddress!, site.Addresses.Of("/static-files/lib/notebook-trace-renderer/index.html")).ToString();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using WebApplication notebooks = builder.Build();
        notebooks.MapGet("/", () => Results.Content($"<iframe src=\"{WebUtility.HtmlEncode(trace)}\"></iframe>", "text/html"));
        // Another name of this machine is another origin, and none that may.
        foreach (string host in (string[])["127.0.0.1", "127.0.0.2"]) notebooks.Urls.Add($"http://{host}:0");
        await notebooks.StartAsync(TestContext.Current.CancellationToken);
        string[] addresses = [.. notebooks.Urls.Order(StringComparer.Ordinal)];
        await using OpenPage open = await site.OpenAsync("/livez", new View(Phone: false, Dark: false));
        await open.GoAsync(addresses[0]);
        await open.Page.FrameLocator("iframe").Locator("h1").WaitForAsync();
        open.Faults.ShouldBeEmpty();
        await open.Page.RunAndWaitForConsoleMessageAsync(() => open.GoAsync(addresses[1]), new() { Predicate = m => m.Text.Contains("frame-ancestors", StringComparison.Ordinal) });
        (await open.Page.FrameLocator("iframe").Locator("h1").CountAsync()).ShouldBe(0);
    }

    private async Task<string?> LookAsync(string route, View view)
    {
        await using OpenPage open = await site.OpenAsync(site.Absent ? route : site.Addresses.Of(route), view);
        IPage page = open.Page;
        await open.DrawAllAsync();
        double shift = await open.ShiftAsync();
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.className")).ShouldBe("skip", route);
        await open.PictureAsync($"{Plain().Replace(route, "-").Trim('-')}-{view}");
        List<string> faults = [.. open.Faults, .. await open.ViolationsAsync(), .. (await open.OutOfReachAsync()).Select(e => "out of reach: " + e)];
        if (await open.ScrollsSidewaysAsync()) faults.Add("it scrolls sideways");
        if (shift > MostShift) faults.Add($"it jumps by {shift:0.000}");
        if (await page.Locator("h1").CountAsync() != 1) faults.Add("it has not one h1");
        if (!(await page.TitleAsync()).EndsWith("· Cairn", StringComparison.Ordinal)) faults.Add("its title is " + await page.TitleAsync());
        if (await page.EvaluateAsync<int>("document.getElementsByTagName('*').length") is > MostNodes and var nodes) faults.Add($"it has {nodes} nodes");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        faults.AddRange((await open.FaintAsync()).Select(f => "in the dark: " + f));
        return faults.Count == 0 ? null : $"{view}: {string.Join("\n  ", faults)}";
    }

    private static long Compressed(string page)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(System.Text.Encoding.UTF8.GetBytes(page));
        return target.Length;
    }

    [GeneratedRegex("href=\"(/[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Href();

    [GeneratedRegex("[^a-z]+", RegexOptions.None, 1000)]
    private static partial Regex Plain();
}
