using System.Net;
using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests.Pages;
using Cairn.Tracking.Experiments;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What a team logs that changes nothing but the address: it is seen, its links lead somewhere, and a project can take it over.</summary>
public sealed class LooseExperimentTests
{
    [Fact]
    public async Task An_experiment_of_no_project_is_listed_and_given_to_one_and_the_clients_links_follow()
    {
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync();
        await using (world)
        using (repository)
        {
            string id = (string)(await world.PostAsync("experiments/create", """{"name": "what <if>"}"""))["experiment_id"]!, run = await world.CreateRunAsync(id);
            (await LedToAsync(world, $"/mlflow/experiments/{id}")).ShouldBe($"/experiments/{id}");
            foreach (string below in (string[])["/traces", "/models", "/evaluation-runs/x"]) (await LedToAsync(world, $"/mlflow/experiments/{id}{below}")).ShouldBe($"/experiments/{id}");
            foreach (string below in (string[])["", "/artifacts/model", "/model-metrics"]) (await LedToAsync(world, $"/mlflow/experiments/{id}/runs/{run}{below}")).ShouldBe($"/experiments/{id}/runs/{run}");
            await ShownAsync(world, id, run);
            await world.PostAsync("registered-models/create", """{"name": "late"}""");
            await world.PostAsync("model-versions/create", $$"""{"name": "late", "source": "runs:/{{run}}/model"}""");
            foreach (string link in (string[])["/mlflow/models/late", "/mlflow/models/late/versions/1"]) (await LedToAsync(world, link)).ShouldBe($"/mlflow/experiments/0/runs/{run}");
            string page = await world.Http.GetStringAsync("/experiments");
            page.ShouldContain("what &lt;if&gt;");
            page.ShouldContain("1 run");

            using var form = new FormUrlEncodedContent([new("project", PagesWorld.Project)]);
            using HttpResponseMessage given = await world.Http.PostAsync($"/experiments/{id}/attach", form);
            given.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await given.Content.ReadAsStringAsync());
            given.Headers.Location!.ToString().ShouldBe($"/p/{PagesWorld.Project}/experiments/what%20%3Cif%3E");
            (await LedToAsync(world, $"/mlflow/experiments/{id}/runs/{run}")).ShouldBe($"/p/{PagesWorld.Project}/experiments/what%20%3Cif%3E/runs/{run}");
            string none = await world.Http.GetStringAsync("/experiments");
            none.ShouldContain("Every experiment belongs to a project.");
            none.ShouldContain("<code>export MLFLOW_TRACKING_URI=http://localhost</code>");
            JsonNode listed = (await world.Http.SendAsync("GET", $"/api/v1/projects/{PagesWorld.Project}/runs", HttpStatusCode.OK))!;
            (await LedToAsync(world, $"/experiments/{id}")).ShouldBe($"/p/{PagesWorld.Project}/experiments/what%20%3Cif%3E");
            (await LedToAsync(world, $"/experiments/{id}/runs/{run}")).ShouldBe($"/p/{PagesWorld.Project}/experiments/what%20%3Cif%3E/runs/{run}");
            (await LedToAsync(world, $"/mlflow/experiments/{id}/traces")).ShouldBe($"/p/{PagesWorld.Project}/experiments/what%20%3Cif%3E/traces");
            listed["items"]!.AsArray().Select(r => r.Text("id")).ShouldContain(run);
            string version = await LedToAsync(world, "/mlflow/models/late/versions/1");
            version.ShouldBe($"/p/{PagesWorld.Project}/models/late/1");
            (await world.Http.GetStringAsync(version)).ShouldContain($"/experiments/what%20%3Cif%3E/runs/{run}");
            await world.QuietAsync();
            (await world.Http.GetStringAsync($"/p/{PagesWorld.Project}/lineage?focus=mv-late-1")).ShouldNotContain("Nothing is on record under");
        }
    }

    [Fact]
    public async Task Links_to_nothing_are_not_found()
    {
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync();
        await using (world)
        using (repository)
        {
            foreach (string path in (string[])["/mlflow/experiments/99", "/mlflow/experiments/x", "/mlflow/experiments/1/runs/none", "/mlflow/experiments/99/models/m-1", "/experiments/99", "/experiments/0/runs/none", "/experiments/0/runs/none/live", "/mlflow/models/none", "/mlflow/models/none/versions/1"])
                (await world.Http.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            using var form = new FormUrlEncodedContent([new("project", "none")]);
            (await world.Http.PostAsync("/experiments/0/attach", form)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Only_an_active_experiment_of_no_project_is_given_to_one()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string id = await MadeAsync(world, "one"), run = await world.CreateRunAsync(id), deleted = await MadeAsync(world, "deleted");
        await world.PostAsync("experiments/delete", $$"""{"experiment_id": "{{deleted}}"}""");
        (await GivenAsync(world, "99", "churn")).Status.ShouldBe(HttpStatusCode.NotFound);
        (HttpStatusCode status, string? said) = await GivenAsync(world, deleted, "churn");
        (status, said).ShouldBe((HttpStatusCode.BadRequest, $"The experiment {deleted} must be in the 'active' state. Current state is deleted."));

        // Twice the same from two lists is one act; from a list that is old it goes nowhere else.
        foreach (string again in (string[])[TrackingWorld.Project, TrackingWorld.Project]) (await GivenAsync(world, id, again)).Status.ShouldBe(HttpStatusCode.SeeOther);
        (status, said) = await GivenAsync(world, id, "churn");
        (status, said).ShouldBe((HttpStatusCode.Conflict, $"The experiment belongs to the project '{TrackingWorld.Project}' by now."));
        (await world.EventsAsync("run.finished")).Select(e => (e.Project, e.Subject.Id)).ShouldBe([(TrackingWorld.Project, run)]);
        JsonNode tags = (await world.GetAsync($"experiments/get?experiment_id={id}"))["experiment"]!["tags"]!;
        tags.AsArray().Single()!.Text("value").ShouldBe(TrackingWorld.Project);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task All_of_no_project_are_listed_by_pages_the_default_one_when_something_is_in_it(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await world.Database.WriteAsync(s =>
        {
            for (int i = 1; i <= 5; i++) world.Get<ExperimentStore>().Insert(s, $"e{i}", i == 3 ? TrackingWorld.Project : null, null, i == 5 ? 2_000_000_000_000 : i * 1000);
        });
        await world.CreateRunAsync("2");
        (await NamesAsync(world, null)).ShouldBe(["e5", "e2", "e4"]);
        (await NamesAsync(world, (4000, 4))).ShouldBe(["e1"]);
        await world.CreateRunAsync();
        IReadOnlyList<LooseExperiment> loose = await world.Database.ReadAsync(s => world.Get<ExperimentStore>().Loose(s, null, 10));
        loose.Select(e => (e.Id, e.Runs, e.Traces)).ShouldBe([(5, 0, 0), (2, 1, 0), (0, 1, 0), (4, 0, 0), (1, 0, 0)]);
    }

    private static async Task<string[]> NamesAsync(TestWorld world, (long, long)? before)
        => [.. (await world.Database.ReadAsync(s => world.Get<ExperimentStore>().Loose(s, before, 3))).Select(e => e.Name)];

    // The pages of the experiment and of the run while nobody has given it to a project.
    private static async Task ShownAsync(TestWorld world, string id, string run)
    {
        string points = string.Join(',', Enumerable.Range(1, 3).Select(i => $$"""{"key": "loss", "value": {{i}}, "timestamp": {{i}}, "step": {{i}}}"""));
        await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{{points}}], "params": [{"key": "depth", "value": "<8>"}]}""");
        using var content = new StringContent("hello");
        (await world.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{id}/{run}/artifacts/notes/a.txt", content)).StatusCode.ShouldBe(HttpStatusCode.OK);
        string table = await world.Http.GetStringAsync($"/experiments/{id}?cols=params.depth");
        table.ShouldContain($"href=\"/experiments/{id}/runs/{run}\"");
        table.ShouldContain("&lt;8&gt;");
        (await world.Http.GetStringAsync($"/experiments/{id}?q=metrics.loss%20%3E%205")).ShouldContain("No run matches the filter.");
        (await world.Http.GetStringAsync($"/experiments/{id}?q=no%20filter")).ShouldContain("field-error");
        string page = await world.Http.GetStringAsync($"/experiments/{id}/runs/{run}");
        foreach (string shown in (string[])["what &lt;if&gt;", "3 points", "&lt;8&gt;", "notes/a.txt", $"/experiments/{id}/runs/{run}/live", $"action=\"/experiments/{id}/attach\""]) page.ShouldContain(shown);
        string file = $"/get-artifact?run_id={run}&amp;path=notes%2Fa.txt";
        page.ShouldContain(file);
        (await world.Http.GetStringAsync(WebUtility.HtmlDecode(file))).ShouldBe("hello");
        (await world.Http.GetStringAsync($"/experiments/{id}/runs/{run}/live")).ShouldContain("3 points");
        page.ShouldContain($"href=\"/experiments/{id}/runs/{run}?curves=loss\"");
        foreach (string chosen in (string[])["?curves=loss", "/live?curves=loss"]) (await world.Http.GetStringAsync($"/experiments/{id}/runs/{run}{chosen}")).ShouldContain("The curves you chose.");
        (await world.Http.GetAsync($"/experiments/{id}/runs/{run}?curves={string.Join(',', Enumerable.Range(0, 13))}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        foreach (string elsewhere in (string[])[$"/experiments/0/runs/{run}", $"/experiments/0/runs/{run}/live"]) (await world.Http.GetAsync(elsewhere)).StatusCode.ShouldBe(HttpStatusCode.NotFound, elsewhere);
    }

    private static async Task<string> MadeAsync(TestWorld world, string name)
        => (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{name}}"}"""))["experiment_id"]!;

    private static async Task<(HttpStatusCode Status, string? Said)> GivenAsync(TestWorld world, string id, string project)
    {
        using var form = new FormUrlEncodedContent([new("project", project)]);
        using HttpResponseMessage answer = await world.Http.PostAsync($"/experiments/{id}/attach", form);
        string text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : (string?)JsonNode.Parse(text)!["detail"]);
    }

    private static async Task<string> LedToAsync(TestWorld world, string path)
    {
        using HttpResponseMessage answer = await world.Http.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }
}
