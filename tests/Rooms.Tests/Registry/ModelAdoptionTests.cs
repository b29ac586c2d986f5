using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Registry.Models;
using Cairn.Rooms.Tests.Tracking;
using Cairn.Tracking.Experiments;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>What a client logged and registered before there was a project goes to it together, with its place on the ledger.</summary>
public sealed class ModelAdoptionTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Runs_and_the_models_made_from_them_follow_their_experiment(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string second = (string)(await world.PostAsync("experiments/create", """{"name": "second"}"""))["experiment_id"]!;
        string run = await world.CreateRunAsync(), other = await world.CreateRunAsync(second);
        await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{"key": "auc", "value": 0.7, "timestamp": 1}], "params": [{"key": "depth", "value": "8"}, {"key": "seed", "value": "1"}], "tags": [{"key": "mlflow.source.git.commit", "value": "abc"}]}""");
        await world.PostAsync("runs/update", $$"""{"run_id": "{{run}}", "status": "FINISHED", "end_time": 1795163470934}""");
        string deleted = await world.CreateRunAsync();
        await world.PostAsync("runs/delete", $$"""{"run_id": "{{deleted}}"}""");
        foreach (string model in (string[])["late", "mixed", "empty"]) await world.PostAsync("registered-models/create", $$"""{"name": "{{model}}"}""");
        await RegisterAsync(world, "late", run);
        await RegisterAsync(world, "mixed", run);
        await RegisterAsync(world, "mixed", other);
        await world.PostAsync("registered-models/alias", """{"name": "late", "alias": "champion", "version": "1"}""");
        string loose = (await world.EventsAsync("version.registered")).First(e => e.Subject.Id == "mv-late-1").Id;
        (await ModelsAsync(world)).ShouldBeEmpty();

        await AttachAsync(world, "0");
        (await ModelsAsync(world)).ShouldBe(["late"]);
        JsonNode lineage = (await world.Http.SendAsync("GET", "/api/v1/projects/churn/models/late/versions/1/lineage", HttpStatusCode.OK))!;
        lineage["run"].Text("id").ShouldBe(run);
        LedgerEvent moved = (await world.EventsAsync("run.finished", "churn")).Single();
        (moved.Subject.Id, moved.Grade, moved.Data.Text("reason"), moved.Data.Text("status"), moved.Data.Text("commit")).ShouldBe((run, 1, "moved", "succeeded", "abc"));
        ((long)moved.Data["params"]!, (long)moved.Data["metrics"]!, (double)moved.Data["duration_s"]!).ShouldBe((2, 1, 10));
        LedgerEvent registered = (await world.EventsAsync("version.registered", "churn")).Single();
        (registered.Subject.Id, registered.Grade, registered.Data.Text("run"), registered.Cause.Single()).ShouldBe(("mv-late-1", 1, run, loose));
        lineage["version"].Text("event_id").ShouldBe(registered.Id);
        (await world.EventsAsync("alias.moved", "churn")).Single().Data.Text("to").ShouldBe("mv-late-1");

        // The same again tells nothing; the second experiment brings the model that was made from both.
        await AttachAsync(world, "0");
        (await world.EventsAsync(project: "churn")).Count.ShouldBe(3);
        await AttachAsync(world, second);
        (await ModelsAsync(world)).ShouldBe(["late", "mixed"]);
        (await world.EventsAsync("version.registered", "churn")).Select(e => e.Subject.Id).ShouldBe(["mv-late-1", "mv-mixed-1", "mv-mixed-2"]);
    }

    [Fact]
    public async Task A_model_is_given_to_a_project_by_its_tag_unless_it_has_one_or_the_name_is_taken()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        foreach (string model in (string[])["a", "b"]) await world.PostAsync("registered-models/create", $$"""{"name": "{{model}}"}""");
        await world.Database.WriteAsync(s => world.Get<ModelStore>().Ensure(s, "churn", "b", null, 0));
        await TagAsync(world, "a", "no such project");
        (await ModelsAsync(world)).ShouldBe(["b"]);
        await TagAsync(world, "a", "churn");
        await TagAsync(world, "a", "churn");
        (await ModelsAsync(world)).ShouldBe(["a", "b"]);
        (await world.RefusedAsync("registered-models/set-tag", """{"name": "a", "key": "cairn.project", "value": "flight-delay"}""", "INVALID_PARAMETER_VALUE")).ShouldContain("belongs to the project 'churn'");
        (await world.RefusedAsync("registered-models/set-tag", """{"name": "b", "key": "cairn.project", "value": "churn"}""", "RESOURCE_ALREADY_EXISTS")).ShouldContain("Rename");
        (await world.GetAsync("registered-models/get?name=b"))["registered_model"]!["tags"].ShouldBeNull("the tag is left out with what it was to do");
    }

    [Fact]
    public async Task A_name_that_the_project_takes_meanwhile_is_refused_like_one_that_it_has()
    {
        await using TestWorld world = await TrackingWorld.StartAsync(TestEngines.Postgres);
        await world.PostAsync("registered-models/create", """{"name": "b"}""");
        Task<string> refused = await WhileItWaitsAsync(world, s => world.Get<ModelStore>().Ensure(s, "churn", "b", null, 0),
            () => world.RefusedAsync("registered-models/set-tag", """{"name": "b", "key": "cairn.project", "value": "churn"}""", "RESOURCE_ALREADY_EXISTS"));
        (await refused).ShouldContain("Rename");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Of_many_runs_each_is_told_once_though_a_job_is_done_again(string engine)
    {
        const int many = (2 * ExperimentAttaching.Batch) + 1;
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await ManyRuns.FillAsync(world, many);
        await AttachAsync(world, "0");
        string[] told = [.. (await world.EventsAsync("run.finished", "churn")).Select(e => e.Subject.Id)];
        (told.Length, told.Distinct().Count()).ShouldBe((many, many));

        // Killed after its transaction, before anybody knew that it was done.
        ExperimentAttaching attaching = world.Get<ExperimentAttaching>();
        IReadOnlyList<string> jobs = await world.Database.ReadAsync(s => s.Query<string>("select payload from jobs where kind = @kind", new { kind = UntoldRunsHandler.KindName }), TestContext.Current.CancellationToken);
        jobs.Count.ShouldBe(3);
        UntoldRuns[] again = [.. jobs.Select(j => new JobContext("", "", "churn", j, 2).Payload<UntoldRuns>())];
        await world.Database.WriteAsync(s => Array.ForEach(again, left => attaching.Tell(s, left)));
        (await world.EventsAsync("run.finished", "churn")).Count.ShouldBe(many);

        // One that went elsewhere meanwhile is told of no more.
        await world.Database.WriteAsync(s => attaching.Tell(s, again[0] with { Attaching = "late", Project = TrackingWorld.Project, Start = long.MaxValue }));
        (await world.EventsAsync("run.finished", TrackingWorld.Project)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_is_described_while_it_comes_to_a_project_stays_there()
    {
        await using TestWorld world = await TrackingWorld.StartAsync(TestEngines.Postgres);
        await world.PostAsync("registered-models/create", """{"name": "a"}""");
        ModelStore store = world.Get<ModelStore>();
        await await WhileItWaitsAsync(world, s => store.Update(s, store.Held(s, store.FindMlflow(s, "a")!.Num) with { Project = "churn" }),
            () => world.SendAsync(HttpMethod.Patch, "registered-models/update", """{"name": "a", "description": "said"}"""));
        ModelRow model = await world.Database.ReadAsync(s => store.FindMlflow(s, "a")!, TestContext.Current.CancellationToken);
        (model.Project, model.Description).ShouldBe(("churn", "said"));
    }

    [Fact]
    public async Task An_experiment_that_comes_to_a_project_by_two_calls_at_once_is_told_of_once()
    {
        await using TestWorld world = await TrackingWorld.StartAsync(TestEngines.Postgres);
        string run = await world.CreateRunAsync();
        await await WhileItWaitsAsync(world, s => world.Get<ExperimentAttaching>().Attach(s, world.Get<ExperimentStore>().Find(s, 0)!, "churn", Actor.Service("test")), () => AttachAsync(world, "0"));
        (await world.EventsAsync("run.finished")).Select(e => (e.Project, e.Subject.Id)).ShouldBe([("churn", run)]);
    }

    [Fact]
    public async Task What_was_imported_stays_marked_whatever_project_it_goes_to()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        using var sheet = new StringContent("name,auc\nold,0.5\n");
        (await world.Http.PostAsync($"/api/v1/projects/{TrackingWorld.Project}/runs/import?experiment=archive", sheet)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await world.PostAsync("experiments/create", """{"name": "theirs", "tags": [{"key": "cairn.project", "value": "churn"}]}""");
        string run = (string)(await world.PostAsync("runs/search", """{"experiment_ids": ["1"]}"""))["runs"]!.AsArray().Single()!["info"]!["run_id"]!;
        await world.Http.SendAsync("POST", $"/api/v1/projects/{TrackingWorld.Project}/runs/{run}/move", HttpStatusCode.OK, new { experiment = "theirs" });
        LedgerEvent moved = (await world.EventsAsync("run.finished", "churn")).Single();
        (moved.Grade, moved.Data.Text("source"), moved.Data.Text("reason")).ShouldBe((0, "imported", "moved"));
    }

    // On PostgreSQL: what is done here commits once the call waits for it.
    private static Task<T> WhileItWaitsAsync<T>(TestWorld world, Action<SqlSession> here, Func<T> call) where T : Task => world.Database.WriteAsync(s =>
    {
        here(s);
        return s.CallMeanwhile(call);
    });

    private static Task AttachAsync(TestWorld world, string experiment)
        => world.PostAsync("experiments/set-experiment-tag", $$"""{"experiment_id": "{{experiment}}", "key": "cairn.project", "value": "churn"}""");

    private static Task TagAsync(TestWorld world, string model, string project)
        => world.PostAsync("registered-models/set-tag", $$"""{"name": "{{model}}", "key": "cairn.project", "value": "{{project}}"}""");

    private static Task RegisterAsync(TestWorld world, string model, string run)
        => world.PostAsync("model-versions/create", $$"""{"name": "{{model}}", "source": "runs:/{{run}}/model", "run_id": "{{run}}"}""");

    private static async Task<string[]> ModelsAsync(TestWorld world)
        => [.. (await world.Http.SendAsync("GET", "/api/v1/projects/churn/models", HttpStatusCode.OK))!["items"]!.AsArray().Select(m => m.Text("name"))];
}
