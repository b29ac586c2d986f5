using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cairn.Rooms.Tests.Pages;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>A run of many metrics draws the curves that its address asks for.</summary>
public sealed partial class ChosenCurveTests(PlainSite site) : IClassFixture<PlainSite>
{
    private const string P = "/p/" + PagesWorld.Project;

    [Fact]
    public async Task Every_metric_has_a_curve_that_can_be_asked_for()
    {
        TestWorld world = site.World;
        string experiment = (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{PagesWorld.Project}}"}"""))["experiment_id"]!, run = await world.CreateRunAsync(experiment);
        JsonNode[] points = [.. Enumerable.Range(0, 40).SelectMany(k => Enumerable.Range(1, 3).Select(i => Point($"k{k:00} a/b", i))), Point("once", 5)];
        await world.PostAsync("runs/log-batch", new JsonObject { ["run_id"] = run, ["metrics"] = new JsonArray(points) }.ToJsonString());
        string page = $"{P}/experiments/{PagesWorld.Project}/runs/{run}", first = await LookAsync(page);
        Drawn(first).ShouldBe(["k00 a/b", "k01 a/b", "k02 a/b", "k03 a/b", "k04 a/b", "k05 a/b"]);
        first.ShouldContain($"href=\"{page}?curves=k39%20a%2Fb\"");

        string chosen = await LookAsync($"{page}?curves=k39%20a%2Fb,k07%20a%2Fb,once,%3Cb%3E");
        Drawn(chosen).ShouldBe(["k39 a/b", "k07 a/b"]);
        chosen.ShouldContain("Fewer than two points, so no curve: once, &lt;b&gt;.");
        // Each row leads to one curve more, or to one less; the curves keep moving as they were chosen.
        chosen.ShouldContain($"href=\"{page}?curves=k39%20a%2Fb,once,%3Cb%3E\"");
        chosen.ShouldContain($"href=\"{page}?curves=k39%20a%2Fb,k07%20a%2Fb,once,%3Cb%3E,k20%20a%2Fb\"");
        chosen.ShouldContain($"hx-get=\"{page}/live?curves=k39%20a%2Fb,k07%20a%2Fb,once,%3Cb%3E\"");
        Drawn(await LookAsync($"{page}/live?curves=k39%20a%2Fb")).ShouldBe(["k39 a/b"]);

        string many = string.Join(',', Enumerable.Range(10, 12).Select(k => $"k{k}%20a%2Fb")), full = await LookAsync($"{page}?curves={many}");
        Drawn(full).Count.ShouldBe(12);
        // One more takes the place of the one chosen first.
        full.ShouldContain($"href=\"{page}?curves={many["k10%20a%2Fb,".Length..]},k39%20a%2Fb\"");
        foreach (string part in (string[])[$"?curves={many},k39%20a%2Fb", "?curves=%00", $"/live?curves={many},k39%20a%2Fb", "/live?curves=%00"])
            (await world.Http.GetAsync($"{page}{part}", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static JsonObject Point(string key, int step) => new() { ["key"] = key, ["value"] = step * 0.5, ["timestamp"] = 1795163460934 + step, ["step"] = step };

    private static IReadOnlyList<string> Drawn(string html) => [.. Card().Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).Where(t => t.StartsWith('k') && !t.EndsWith("run by run", StringComparison.Ordinal))];

    private async Task<string> LookAsync(string path) => await site.World.Http.GetStringAsync(path, TestContext.Current.CancellationToken);

    [GeneratedRegex("<h2>([^<]*)</h2>", RegexOptions.None, 1000)]
    private static partial Regex Card();
}
