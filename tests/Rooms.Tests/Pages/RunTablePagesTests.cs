using Cairn.Platform.Sql;
using Cairn.Rooms.Tests.Tracking;
using Cairn.Tracking.Artifacts;

namespace Cairn.Rooms.Tests.Pages;

/// <summary>Pages of runs stay short however much there is: tabs, files, curves, and a count above the table.</summary>
public sealed class RunTablePagesTests(PlainSite site) : IClassFixture<PlainSite>
{
    private const string Experiments = $"/p/{PagesWorld.Project}/experiments";

    [Fact]
    public async Task Many_experiments_files_and_points_are_shown_by_their_beginning_and_the_rest_by_a_link()
    {
        TestWorld world = site.World;
        for (int i = 0; i < 14; i++)
        {
            string trial = (string)(await world.PostAsync("experiments/create", $$"""{"name": "Trial {{i:00}}", "tags": [{"key": "cairn.project", "value": "{{PagesWorld.Project}}"}]}"""))["experiment_id"]!;
            if (i == 13) await FillAsync(world, trial);
        }
        string all = await world.Http.GetStringAsync(Experiments);
        all.ShouldContain("runs of 14 experiments");
        all.ShouldContain("<span>2 runs</span>");
        all.ShouldContain("All 14 experiments</a>");
        all.ShouldContain("/experiments/Trial%2011\"");
        all.ShouldNotContain("/experiments/Trial%2012\"");
        // Chosen by themselves: the metric that is called auc, and the parameter that differs.
        all.ShouldContain("sort=-metrics.auc");
        all.ShouldMatch("(?s)params\\.depth.*params\\.same");
        string one = await world.Http.GetStringAsync(Experiments + "/Trial%2013?q=metrics.auc%20%3E%200.65");
        one.ShouldContain("<span>1 run</span>");
        one.ShouldContain("/experiments/Trial%2013\"");
        string found = await world.Http.GetStringAsync($"/p/{PagesWorld.Project}/all-experiments?q=AL%201");
        found.ShouldContain(">Trial 12</a>");
        found.ShouldNotContain(">Trial 09</a>");

        string run = Experiments + "/Trial%2013/runs/" + (await RunsAsync(world))[0], page = await world.Http.GetStringAsync(run);
        page.ShouldContain("All files of the run");
        page.ShouldContain("f49.txt");
        page.ShouldNotContain("f50.txt");
        page.ShouldMatch("[0-9,]+ of 2,400 points");
        (await world.Http.GetStringAsync(run + "/artifacts")).ShouldContain("f54.txt");
        string live = await world.Http.GetStringAsync(run + "/live");
        live.ShouldContain("of 2,400 points");
        live.ShouldNotContain("f01.txt");
        page.Length.ShouldBeLessThan(400_000);
    }

    // The second run is the newest, and has the files and the points.
    private static async Task FillAsync(TestWorld world, string experiment)
    {
        for (int i = 0; i < 2; i++)
        {
            string run = await world.CreateRunAsync(experiment);
            await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{"key": "auc", "value": 0.{{6 + i}}, "timestamp": 1}, {"key": "a", "value": 1, "timestamp": 1}], "params": [{"key": "depth", "value": "{{i}}"}, {"key": "same", "value": "1"}]}""");
            if (i == 0) continue;
            for (int call = 0; call < 3; call++)
            {
                string points = string.Join(',', Enumerable.Range(call * 800, 800).Select(p => $$"""{"key": "loss", "value": {{p}}, "timestamp": {{p}}, "step": {{p}}}"""));
                await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{{points}}]}""");
            }
            string root = world.Get<FileService>().Root((string)(await world.GetAsync($"runs/get?run_id={run}"))["run"]!["info"]!["artifact_uri"]!);
            await world.Database.WriteAsync(s =>
            {
                for (int f = 0; f < 55; f++) world.Get<FileStore>().Put(s, $"{root}/f{f:00}.txt", "sha256:0", 1, 0);
            });
        }
    }

    private static async Task<string[]> RunsAsync(TestWorld world)
        => [.. (await world.Http.SendAsync("GET", $"/api/v1/projects/{PagesWorld.Project}/runs?fields=", System.Net.HttpStatusCode.OK))!["items"]!.AsArray().Select(r => r.Text("id"))];
}
