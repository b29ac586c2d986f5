using System.Text.Json.Nodes;
using Cairn.Pages.Tests;
using static Microsoft.Playwright.Assertions;

namespace Cairn.Rooms.Tests.Pages;

/// <summary>Parts of open pages follow what happens, without being loaded again.</summary>
public sealed class LivePagesTests(FilledSite site) : IClassFixture<FilledSite>
{
    [Fact]
    public async Task The_log_of_a_running_step_grows_in_the_open_page()
    {
        await using OpenPage open = await site.OpenAsync($"/p/{PagesWorld.Project}/pipelines/evaluate/runs/2", default);
        await open.Page.EvaluateAsync("window.mark = 1");
        await Expect(open.Page.Locator(".log")).ToContainTextAsync("first line");
        await site.GoOnAsync();
        await Expect(open.Page.Locator(".log #L2")).ToContainTextAsync("second line");
        (await open.Page.EvaluateAsync<int>("window.mark")).ShouldBe(1);
        open.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_picture_of_the_loop_follows_the_ledger()
    {
        await using OpenPage open = await site.OpenAsync($"/p/{PagesWorld.Project}", default);
        await open.Page.EvaluateAsync("window.mark = 1");
        await Expect(open.Page.Locator("#station-run .stn.live")).ToHaveCountAsync(1);
        await Expect(open.Page.Locator("#station-trigger")).ToContainTextAsync("none yet");
        await site.RecordAsync("trigger.fired", "fire-live", new JsonObject { ["name"] = "worse", ["kind"] = "drift", ["pipeline"] = "evaluate" });
        await Expect(open.Page.Locator("#station-trigger")).ToContainTextAsync("worse");
        await Expect(open.Page.Locator("#happened")).ToContainTextAsync("fired by drift");
        (await open.Page.EvaluateAsync<int>("window.mark")).ShouldBe(1);
        open.Faults.ShouldBeEmpty();
    }
}
