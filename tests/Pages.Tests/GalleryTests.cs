namespace Cairn.Pages.Tests;

/// <summary>Every gallery page in every view: nothing for axe to find, no sideways scroll, no fault in the console, all charts drawn.</summary>
public sealed class GalleryTests(Browser browser) : IClassFixture<Browser>
{
    public static TheoryData<string, bool, bool> Views { get; } = new(
        View.Of("/dev/gallery", "/dev/gallery/charts", "/dev/gallery/maturity", "/dev/gallery/empty", "/dev/gallery/confirm", "/search?q=mo&project=flight-delay"));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_page_is_accessible_whole_and_without_faults(string path, bool phone, bool dark)
    {
        var view = new View(phone, dark);
        await using var open = await browser.OpenAsync(path, view);
        await open.DrawAllAsync();
        await open.PictureAsync($"{path.Trim('/').Replace('/', '-').Split('?')[0]}-{view}");
        (await open.ViolationsAsync()).ShouldBeEmpty();
        (await open.ScrollsSidewaysAsync()).ShouldBeFalse();
        open.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_name_is_answered_with_the_nearest_one()
    {
        await using var open = await browser.OpenAsync("/dev/gallery/missing", new(false, false));
        (await open.Page.Locator(".near a").AllInnerTextsAsync()).ShouldBe(["retrain"]);
        (await open.ViolationsAsync()).ShouldBeEmpty();
        await open.PictureAsync("missing");
    }

    [Fact]
    public async Task A_broken_page_says_so_and_gives_no_insides_away()
    {
        await using var open = await browser.OpenAsync("/dev/gallery/broken", new(false, false));
        (await open.Page.Locator("h1").InnerTextAsync()).ShouldBe("Something broke");
        (await open.Page.ContentAsync()).ShouldNotContain("on purpose");
        (await open.ViolationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_script_the_page_still_says_everything()
    {
        await using var open = await browser.OpenAsync("/dev/gallery", new(true, false), script: false);
        (await open.Page.Locator(".node").CountAsync()).ShouldBe(9);
        (await open.Page.Locator(".fig figcaption").First.InnerTextAsync()).ShouldContain("v12 from");
        (await open.Page.Locator(".fig details td").CountAsync()).ShouldBeGreaterThan(100);
        (await open.ScrollsSidewaysAsync()).ShouldBeFalse();
    }
}
