using System.Net;
using System.Text.Json.Nodes;
using Cairn.Endpoints;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests.Pages;
using Cairn.Rooms.Tests.Tracking;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>What people do to models by hand over Cairn's own API, and that MLflow's clients see the same.</summary>
public sealed class ModelActTests
{
    private const string Api = "/api/v1/projects/" + TrackingWorld.Project;

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Versions_are_made_of_runs_and_logged_models_tagged_and_deleted(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        (string experiment, string run) = await LoggedAsync(world);
        string logged = (string)(await world.PostAsync("logged-models", $$"""{"experiment_id": "{{experiment}}", "name": "forest", "source_run_id": "{{run}}"}"""))["model"]!["info"]!["model_id"]!;

        JsonNode made = (await world.Http.SendAsync("POST", $"{Api}/models/delay/versions", HttpStatusCode.Created, new { run, path = "model", description = "deeper" }))!;
        (made.Text("model"), (int)made["number"]!, made.Text("origin"), made.Text("tracking_run_id")).ShouldBe(("delay", 1, "client", run));
        (await world.Http.SendAsync("POST", $"{Api}/models/delay/versions", HttpStatusCode.Created, new { logged_model = logged }))!["number"]!.ToString().ShouldBe("2");
        JsonObject seen = (JsonObject)(await world.GetAsync("model-versions/get?name=delay&version=1"))["model_version"]!;
        (seen.Text("source"), seen.Text("run_id"), seen.Text("description")).ShouldBe(($"runs:/{run}/model", run, "deeper"));
        (await world.GetAsync($"logged-models/{logged}"))["model"]!["info"]!["tags"]!.ToJsonString().ShouldContain("delay");
        (await world.EventsAsync("version.registered", TrackingWorld.Project)).Select(e => (e.Subject.Id, e.Grade)).ShouldBe([("mv-delay-1", 1), ("mv-delay-2", 1)]);

        (await TagAsync(world, "models/delay/versions/1", new { tags = new Dictionary<string, string?> { ["reviewed"] = "yes", ["team"] = "ops" } })).ShouldBe("""{"reviewed":"yes","team":"ops"}""");
        (await TagAsync(world, "models/delay/versions/1", new { tags = new Dictionary<string, string?> { ["reviewed"] = null, ["never"] = null } })).ShouldBe("""{"team":"ops"}""");
        (await TagAsync(world, "models/delay", new { tags = new { team = "delays" } })).ShouldBe("""{"team":"delays"}""");
        (await world.Http.SendAsync("GET", $"{Api}/models/delay/versions/1", HttpStatusCode.OK))!["tags"]!.ToJsonString().ShouldBe("""{"team":"ops"}""");
        (await world.Http.SendAsync("GET", $"{Api}/models/delay", HttpStatusCode.OK))!["tags"]!.ToJsonString().ShouldBe("""{"team":"delays"}""");

        await world.Http.SendAsync("PUT", $"{Api}/models/delay/aliases/candidate", HttpStatusCode.OK, new { version = "1" });
        await world.Http.SendAsync("DELETE", $"{Api}/models/delay/versions/1", HttpStatusCode.NoContent);
        await world.Http.SendAsync("DELETE", $"{Api}/models/delay/versions/1", HttpStatusCode.NotFound);
        (await world.EventsAsync("alias.moved", TrackingWorld.Project)).Select(e => e.Data["to"]?.ToString()).ShouldBe(["mv-delay-1", null]);
        await world.Http.SendAsync("DELETE", $"{Api}/models/delay", HttpStatusCode.NoContent);
        await world.SendAsync(HttpMethod.Get, "registered-models/get?name=delay", null, HttpStatusCode.NotFound);
        (await world.EventsAsync("version.retired", TrackingWorld.Project)).Select(e => (e.Subject.Id, e.Data["number"]!.ToString())).ShouldBe([("mv-delay-1", "1"), ("mv-delay-2", "2")]);
        // The name is free again, the ids are not.
        (await world.Http.SendAsync("POST", $"{Api}/models/delay/versions", HttpStatusCode.Created, new { run, path = "model" }))!.Text("id").ShouldNotBe("mv-delay-1");
    }

    [Fact]
    public async Task What_cannot_be_is_refused_by_its_field_and_nothing_is_left()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (_, string run) = await LoggedAsync(world);
        string elsewhere = await world.CreateRunAsync();
        (object Body, HttpStatusCode Status, string? Field)[] refused =
        [
            (new { }, HttpStatusCode.BadRequest, "run"), (new { run, logged_model = "m-1" }, HttpStatusCode.BadRequest, "run"), (new { run }, HttpStatusCode.BadRequest, "path"),
            (new { run, path = "none" }, HttpStatusCode.BadRequest, "path"), (new { run, path = "mod" }, HttpStatusCode.BadRequest, "path"), (new { run, path = "model/MLmodel" }, HttpStatusCode.BadRequest, "path"), (new { run, path = "../model" }, HttpStatusCode.BadRequest, "path"), (new { run = "none", path = "model" }, HttpStatusCode.NotFound, null),
            (new { run = elsewhere, path = "model" }, HttpStatusCode.NotFound, null), (new { logged_model = "m-none" }, HttpStatusCode.NotFound, null), (new { run, path = "model", description = new string('x', 5001) }, HttpStatusCode.BadRequest, "description"),
        ];
        foreach ((object body, HttpStatusCode status, string? field) in refused)
        {
            string? told = (await world.Http.SendAsync("POST", $"{Api}/models/delay/versions", status, body))!["field"]?.ToString();
            told.ShouldBe(field, body.ToString());
        }
        await world.Http.SendAsync("POST", $"{Api}/models/a:b/versions", HttpStatusCode.BadRequest, new { run, path = "model" });
        (await world.Http.SendAsync("GET", $"{Api}/models", HttpStatusCode.OK))!["items"]!.AsArray().ShouldBeEmpty();

        await world.Http.SendAsync("POST", $"{Api}/models/delay/versions", HttpStatusCode.Created, new { run, path = "model" });
        (await world.Http.SendAsync("POST", $"{Api}/models/delay/tags", HttpStatusCode.BadRequest, new { tags = new Dictionary<string, string> { ["cairn.project"] = "churn" } }))!.Text("field").ShouldBe("tags.cairn.project");
        (await world.Http.SendAsync("POST", $"{Api}/models/delay/versions/1/tags", HttpStatusCode.BadRequest, new { }))!.Text("field").ShouldBe("tags");
        await world.Http.SendAsync("POST", $"{Api}/models/delay/versions/1/tags", HttpStatusCode.BadRequest, new { tags = new Dictionary<string, string> { ["../a"] = "x" } });
        await world.Http.SendAsync("POST", $"{Api}/models/none/tags", HttpStatusCode.NotFound, new { tags = new { a = "b" } });
        await world.Http.SendAsync("DELETE", $"{Api}/models/none", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_version_that_is_served_stays_whoever_asks()
    {
        const string api = "/api/v1/projects/" + PagesWorld.Project;
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync();
        await using (world)
        using (repository)
        {
            (_, string run) = await LoggedAsync(world, PagesWorld.Project);
            JsonNode version = (await world.Http.SendAsync("POST", $"{api}/models/delay/versions", HttpStatusCode.Created, new { run, path = "model" }))!;
            var store = world.Get<EndpointStore>();
            EndpointView endpoint = (await world.Database.ReadAsync(s => store.Active(s, PagesWorld.Project)))[0];
            await world.Database.WriteAsync(s => store.SetVariants(s, endpoint, [new VariantDraft(version.Text("id"), 1, version.Text("digest"), 1000)], null, 1));

            foreach (string what in (string[])[$"{api}/models/delay/versions/1", $"{api}/models/delay"])
                (await world.Http.SendAsync("DELETE", what, HttpStatusCode.Conflict))!.Text("detail").ShouldBe($"Version 1 of the model 'delay' stays: the endpoint '{endpoint.Name}' serves it in '{endpoint.Environment}'. Release another version there first.");
            ((string)(await world.SendAsync(HttpMethod.Delete, "model-versions/delete", """{"name": "delay", "version": "1"}""", HttpStatusCode.Conflict))["error_code"]!).ShouldBe("RESOURCE_CONFLICT");
            await world.Database.WriteAsync(s => store.SetVariants(s, endpoint, [], null, 1));
            await world.Http.SendAsync("DELETE", $"{api}/models/delay/versions/1", HttpStatusCode.NoContent);
        }
    }

    // A run of the project with two files below "model".
    private static async Task<(string Experiment, string Run)> LoggedAsync(TestWorld world, string project = TrackingWorld.Project)
    {
        string experiment = (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{project}}"}"""))["experiment_id"]!, run = await world.CreateRunAsync(experiment);
        foreach (string file in (string[])["MLmodel", "model.pkl"])
        {
            using var content = new StringContent(file);
            (await world.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/model/{file}", content)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        return (experiment, run);
    }

    private static async Task<string> TagAsync(TestWorld world, string what, object body) => (await world.Http.SendAsync("POST", $"{Api}/{what}/tags", HttpStatusCode.OK, body))!.ToJsonString();
}
