using System.Net;
using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Pages;

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
            (await LedToAsync(world, $"/mlflow/experiments/{id}")).ShouldBe("/experiments");
            (await LedToAsync(world, $"/mlflow/experiments/{id}/runs/{run}")).ShouldBe("/experiments");
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
            foreach (string path in (string[])["/mlflow/experiments/99", "/mlflow/experiments/x", "/mlflow/experiments/1/runs/none", "/mlflow/models/none", "/mlflow/models/none/versions/1"])
                (await world.Http.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            using var form = new FormUrlEncodedContent([new("project", "none")]);
            (await world.Http.PostAsync("/experiments/0/attach", form)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private static async Task<string> LedToAsync(TestWorld world, string path)
    {
        using HttpResponseMessage answer = await world.Http.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }
}
