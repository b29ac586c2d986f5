using static Microsoft.Playwright.Assertions;

namespace Cairn.Pages.Tests;

/// <summary>What the page's script does: theme, jump, copy, confirm, live parts, logs, tables of charts.</summary>
public sealed class BehaviourTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_theme_button_switches_at_once_and_stays()
    {
        await using var open = await browser.OpenAsync("/dev/gallery", default);
        await open.DrawAllAsync();
        await open.Page.Locator(".theme button").ClickAsync();
        (await open.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(23, 23, 23)");
        await open.GoAsync("/dev/gallery/charts");
        (await open.Page.Locator("html").GetAttributeAsync("data-bs-theme")).ShouldBe("dark");
        open.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_script_the_theme_button_posts_and_comes_back()
    {
        await using var open = await browser.OpenAsync("/dev/gallery/empty", default, script: false);
        await open.Page.Locator(".theme button").ClickAsync();
        await Expect(open.Page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "dark");
        open.Page.Url.ShouldEndWith("/dev/gallery/empty");
    }

    [Fact]
    public async Task The_jump_box_opens_by_key_and_finds_a_section()
    {
        await using var open = await browser.OpenAsync("/dev/gallery", default);
        await open.Page.Keyboard.PressAsync("Control+k");
        await open.Page.Keyboard.TypeAsync("mat");
        await Expect(open.Page.Locator("#hits a")).ToHaveAttributeAsync("href", "/p/flight-delay/maturity");
        (await open.ViolationsAsync()).ShouldBeEmpty();
        open.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_published_topic_renews_the_part_that_shows_it()
    {
        await using var open = await browser.OpenAsync("/dev/gallery", default);
        var before = int.Parse(await open.Page.Locator("#ticks").InnerTextAsync());
        using var client = browser.Site.Client();
        (await client.PostAsync("/dev/gallery/tick", null)).EnsureSuccessStatusCode();
        await Expect(open.Page.Locator("#ticks")).ToHaveTextAsync((before + 1).ToString());
        open.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_log_begins_at_its_first_line_and_grows_by_scrolling()
    {
        await using var open = await browser.OpenAsync("/dev/gallery", default);
        var log = open.Page.Locator(".log");
        await Expect(log.Locator("#L1")).ToContainTextAsync("test-auc");
        (await log.Locator("#L1001").CountAsync()).ShouldBe(0);
        await log.ScrollIntoViewIfNeededAsync();
        await log.EvaluateAsync("e => e.scrollTop = e.scrollHeight");
        await Expect(log.Locator("#L1001")).ToHaveCountAsync(1);
        (await log.Locator(".warn").First.InnerTextAsync()).ShouldBe("warning");
        open.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_confirmation_opens_as_dialog_and_its_message_is_shown_once()
    {
        await using var open = await browser.OpenAsync("/dev/gallery", default);
        await open.Page.Locator("[data-confirm]").ClickAsync();
        await open.Page.Locator("#dialog textarea").FillAsync("p99 doubled");
        (await open.ViolationsAsync()).ShouldBeEmpty();
        await open.Page.Locator("#dialog button.danger").ClickAsync();
        await Expect(open.Page.Locator("#toasts")).ToContainTextAsync("Rolled back to v12");
        await open.Page.ReloadAsync();
        (await open.Page.Locator("#toasts .toast-c").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_chart_shows_the_same_numbers_as_table_and_csv()
    {
        await using var open = await browser.OpenAsync("/dev/gallery/charts", default);
        await open.Page.Locator("details.data summary").First.ClickAsync();
        await Expect(open.Page.Locator("details.data").First.Locator("tbody tr")).ToHaveCountAsync(47);
        var cell = await open.Page.Locator("details.data").First.Locator("tbody tr").Nth(1).Locator("td").Nth(1).InnerTextAsync();
        using var client = browser.Site.Client();
        var csv = await client.GetStringAsync("/dev/gallery/chart?as=csv");
        double.Parse(csv.Split("\r\n")[2].Split(',')[1]).ToString("0.000").ShouldBe(cell);
        open.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_menu_of_a_phone_opens_and_is_accessible()
    {
        await using var open = await browser.OpenAsync("/dev/gallery/empty", new(true, false));
        await open.Page.Locator(".menu").ClickAsync();
        await Expect(open.Page.Locator("#side a.item").First).ToBeVisibleAsync();
        (await open.ViolationsAsync()).ShouldBeEmpty();
        await open.PictureAsync("menu-phone");
    }
}
