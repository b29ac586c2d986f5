using System.Net;
using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Pages;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Views of the table of runs that a project keeps.</summary>
public sealed class SavedViewTests
{
    private const string Views = $"/api/v1/projects/{TrackingWorld.Project}/run-views", Runs = $"/api/v1/projects/{TrackingWorld.Project}/runs";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_view_lists_what_its_filter_finds_in_its_order(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string home = await ExperimentAsync(world, TrackingWorld.Project), trials = await ExperimentAsync(world, "trials");
        await world.PostAsync("experiments/set-experiment-tag", $$"""{"experiment_id": "{{trials}}", "key": "cairn.project", "value": "{{TrackingWorld.Project}}"}""");
        foreach ((string experiment, string name, double auc) in ((string, string, double)[])[(home, "a", 0.7), (home, "b", 0.9), (home, "c", 0.5), (trials, "d", 0.8)])
        {
            string run = (string)(await world.PostAsync("runs/create", $$"""{"experiment_id": "{{experiment}}", "run_name": "{{name}}", "start_time": 1}"""))["run"]!["info"]!["run_id"]!;
            await world.PostAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "auc", "value": {{auc}}, "timestamp": 1}""");
        }
        JsonNode saved = (await world.Http.SendAsync("POST", Views, HttpStatusCode.Created, new { name = "good ones", filter = "metrics.auc > 0.6", sort = "-metrics.auc", columns = "metrics.auc, params.depth" }))!;
        (saved.Text("columns"), saved.Text("by"), saved["experiment"]).ShouldBe(("metrics.auc,params.depth", "local", null));
        await world.Http.SendAsync("POST", Views, HttpStatusCode.Created, new { name = "of trials", experiment = "trials" });
        (await ListAsync(world, "?view=good%20ones")).ShouldBe(["b", "d", "a"]);
        (await ListAsync(world, $"?view=good%20ones&experiment={TrackingWorld.Project}")).ShouldBe(["b", "a"]);
        (await ListAsync(world, "?view=of%20trials")).ShouldBe(["d"]);
        (await ListAsync(world, "?experiment=trials")).ShouldBe(["d"]);
        JsonNode page = (await world.Http.SendAsync("GET", Runs + "?view=good%20ones&limit=2", HttpStatusCode.OK))!;
        (await ListAsync(world, "?view=good%20ones&limit=2&after=" + Uri.EscapeDataString(page.Text("next")))).ShouldBe(["a"]);

        await world.Http.SendAsync("POST", Views, HttpStatusCode.Conflict, new { name = "good ones" });
        await world.Http.SendAsync("DELETE", Views + "/good%20ones", HttpStatusCode.NoContent);
        await world.Http.SendAsync("DELETE", Views + "/good%20ones", HttpStatusCode.NotFound);
        await world.Http.SendAsync("GET", Runs + "?view=good%20ones", HttpStatusCode.NotFound);
        (await world.Http.SendAsync("GET", Views, HttpStatusCode.OK))!["items"]!.AsArray().Select(v => v.Text("name")).ShouldBe(["of trials"]);
    }

    [Fact]
    public async Task What_the_table_would_not_take_is_refused_by_its_field()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        foreach ((string body, string field) in ((string, string)[])
        [
            ("""{"name": " "}""", "name"),
            ("""{"name": "a/b"}""", "name"),
            ("""{"name": "x", "filter": "metrics.auc >"}""", "filter"),
            ("""{"name": "x", "columns": "auc"}""", "columns"),
        ])
            (await world.Http.SendAsync("POST", Views, HttpStatusCode.BadRequest, JsonNode.Parse(body))).Text("field").ShouldBe(field);
        await world.Http.SendAsync("POST", Views, HttpStatusCode.NotFound, new { name = "x", experiment = "none" });
        (await world.Http.SendAsync("GET", Views, HttpStatusCode.OK))!["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_saves_shows_and_deletes_views_without_script()
    {
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync();
        await using (world)
        using (repository)
        {
            const string page = $"/p/{PagesWorld.Project}/experiments", saved = page + "?q=metrics.auc%20%3E%200.6&sort=-metrics.auc&cols=metrics.auc";
            (await world.Http.GetStringAsync(saved)).ShouldContain("Save this view");
            (await PostAsync(world, $"/p/{PagesWorld.Project}/run-views", ("name", "<good>"), ("experiment", ""), ("cols", "metrics.auc"), ("q", "metrics.auc > 0.6"), ("sort", "-metrics.auc"))).ShouldBe(saved);
            string shown = await world.Http.GetStringAsync(saved);
            shown.ShouldContain("aria-label=\"Saved views\"");
            shown.ShouldMatch("aria-current=\"page\">&lt;good&gt;</a>");
            shown.ShouldContain("Delete the view &lt;good&gt;");
            (await PostAsync(world, $"/p/{PagesWorld.Project}/run-views/delete", ("name", "<good>"), ("experiment", ""))).ShouldBe(page);
            (await world.Http.GetStringAsync(page)).ShouldNotContain("aria-label=\"Saved views\"");
        }
    }

    private static async Task<string> ExperimentAsync(TestWorld world, string name) => (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{name}}"}"""))["experiment_id"]!;

    private static async Task<string[]> ListAsync(TestWorld world, string query) => [.. (await world.Http.SendAsync("GET", Runs + query, HttpStatusCode.OK))!["items"]!.AsArray().Select(r => r.Text("name"))];

    private static async Task<string> PostAsync(TestWorld world, string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using HttpResponseMessage answer = await world.Http.PostAsync(path, content);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }
}
