using System.Text.Json.Nodes;
using Cairn.Endpoints;
using Cairn.Pages.Tests;
using Cairn.Rooms.Tests.Tracking;
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
    public async Task The_curves_of_a_running_training_move_by_themselves()
    {
        if (site.Absent) Assert.Skip(FilledSite.Why);
        JsonObject experiment = await site.World.GetAsync("experiments/get-by-name?experiment_name=" + PagesWorld.Project);
        string run = await site.World.CreateRunAsync((string)experiment["experiment"]!["experiment_id"]!);
        await using OpenPage open = await site.OpenAsync($"/p/{PagesWorld.Project}/experiments/{PagesWorld.Project}/runs/{run}", default);
        await open.Page.EvaluateAsync("window.mark = 1");
        await Expect(open.Page.Locator("#curves")).ToHaveTextAsync("");
        await LogAsync(run, 0.5, 0);
        await LogAsync(run, 0.25, 1);
        await Expect(open.Page.Locator("#curves")).ToContainTextAsync("2 points");
        await LogAsync(run, 0.125, 2);
        await Expect(open.Page.Locator("#curves")).ToContainTextAsync("3 points");
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

    [Fact]
    public async Task Requests_to_an_endpoint_are_counted_in_its_open_page_without_an_event_of_the_ledger()
    {
        if (site.Absent) Assert.Skip(FilledSite.Why);
        await site.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        await using OpenPage open = await site.OpenAsync($"/p/{PagesWorld.Project}/endpoints/delay", default);
        await open.Page.EvaluateAsync("window.mark = 1");
        string before = await open.Page.Locator("#live-stats").InnerTextAsync();
        await site.World.Http.SendAsync("POST", "/v2/models/delay/infer", System.Net.HttpStatusCode.OK, new { inputs = new[] { new { name = "x", shape = new[] { 1, 1 }, datatype = "FP32", data = new[] { 0.5 } } } });
        await Expect(open.Page.Locator("#live-stats")).Not.ToHaveTextAsync(before, new() { UseInnerText = true });
        (await open.Page.EvaluateAsync<int>("window.mark")).ShouldBe(1);
        open.Faults.ShouldBeEmpty();
    }

    private Task LogAsync(string run, double loss, int step)
        => site.World.PostAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "loss", "value": {{loss.ToString(System.Globalization.CultureInfo.InvariantCulture)}}, "timestamp": {{step + 1}}, "step": {{step}}}""");
}
