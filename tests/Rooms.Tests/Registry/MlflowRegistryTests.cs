using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Rooms.Tests.Tracking;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>What <c>log_model</c>, <c>register_model</c> and <c>load_model</c> send.</summary>
public sealed class MlflowRegistryTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_logged_model_is_registered_aliased_and_found(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string experiment = (string)(await world.PostAsync("experiments/create", """{"name": "flight-delay"}"""))["experiment_id"]!, run = await world.CreateRunAsync(experiment);
        JsonNode info = (await world.PostAsync("logged-models", $$"""
            {"experiment_id": "{{experiment}}", "name": "model", "source_run_id": "{{run}}", "params": [{"key": "depth", "value": "8"}], "tags": [{"key": "mlflow.user", "value": "ada"}]}
            """))["model"]!["info"]!;
        string model = (string)info["model_id"]!, root = ((string)info["artifact_uri"]!)["mlflow-artifacts:/".Length..];
        ((string)info["status"]!).ShouldBe("LOGGED_MODEL_PENDING");
        await PutAsync(world, $"{root}/MLmodel", "flavors: {}"u8.ToArray());
        await PutAsync(world, $"{root}/model.onnx", TestModels.Binary());
        (await world.SendAsync(HttpMethod.Patch, $"logged-models/{model}", """{"status": 2}"""))["model"]!["info"]!["status"]!.GetValue<string>().ShouldBe("LOGGED_MODEL_READY");
        await world.PostAsync("runs/outputs", $$"""{"run_id": "{{run}}", "models": [{"model_id": "{{model}}", "step": 0}]}""");

        await world.PostAsync("registered-models/create", """{"name": "delay"}""");
        await world.RefusedAsync("registered-models/create", """{"name": "delay"}""", "RESOURCE_ALREADY_EXISTS");
        JsonNode version = (await world.PostAsync("model-versions/create", $$"""{"name": "delay", "source": "models:/{{model}}", "model_id": "{{model}}"}"""))["model_version"]!;
        version.ToJsonString().ShouldContain($"\"current_stage\":\"None\",\"description\":\"\",\"source\":\"models:/{model}\",\"run_id\":\"{run}\",\"status\":\"READY\",\"run_link\":\"\"");
        await world.PostAsync("registered-models/alias", """{"name": "delay", "alias": "champion", "version": "1"}""");
        (await world.GetAsync("registered-models/alias?name=delay&alias=champion"))["model_version"]!["aliases"]![0]!.GetValue<string>().ShouldBe("champion");
        (await world.GetAsync("model-versions/get-download-uri?name=delay&version=1"))["artifact_uri"]!.GetValue<string>().ShouldBe($"mlflow-artifacts:/{root}");
        (await world.GetAsync("model-versions/search?filter=name%3D%27delay%27&max_results=10000"))["model_versions"]!.AsArray().Count.ShouldBe(1);
        await world.PostAsync("model-versions/transition-stage", """{"name": "delay", "version": "1", "stage": "staging", "archive_existing_versions": false}""");
        await world.PostAsync("registered-models/set-tag", """{"name": "delay", "key": "team", "value": "ops"}""");
        JsonNode found = (await world.GetAsync("registered-models/search?filter=tags.team%20%3D%20%27ops%27"))["registered_models"]!.AsArray().Single()!;
        found["latest_versions"]![0]!["current_stage"]!.GetValue<string>().ShouldBe("Staging");
        found["aliases"]!.ToJsonString().ShouldBe("""[{"alias":"champion","version":"1"}]""");

        LedgerEvent registered = (await world.EventsAsync("version.registered")).Single();
        registered.Project.ShouldBe("flight-delay");
        registered.Grade.ShouldBe(1);
        registered.Data["run"]!.GetValue<string>().ShouldBe(run);
        (await world.EventsAsync("alias.moved")).Single().Data["to"]!.GetValue<string>().ShouldBe("mv-delay-1");
        JsonNode lineage = JsonNode.Parse(await world.Http.GetStringAsync("/api/v1/projects/flight-delay/models/delay/versions/1/lineage"))!;
        lineage["run"]!["id"]!.GetValue<string>().ShouldBe(run);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Numbers_and_ids_are_never_given_again(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await world.PostAsync("registered-models/create", """{"name": "m"}""");
        string create = """{"name": "m", "source": "mlflow-artifacts:/0/x/artifacts/m"}""";
        await world.PostAsync("model-versions/create", create);
        await world.SendAsync(HttpMethod.Delete, "model-versions/delete", """{"name": "m", "version": "1"}""");
        (await world.PostAsync("model-versions/create", create))["model_version"]!["version"]!.GetValue<string>().ShouldBe("2");
        await world.SendAsync(HttpMethod.Delete, "registered-models/delete", """{"name": "m"}""");
        await world.SendAsync(HttpMethod.Get, "registered-models/get?name=m", null, HttpStatusCode.NotFound);
        await world.PostAsync("registered-models/create", """{"name": "m"}""");
        (await world.PostAsync("model-versions/create", create))["model_version"]!["version"]!.GetValue<string>().ShouldBe("1");
        (await world.EventsAsync("version.registered")).Select(e => e.Subject.Id).ShouldBe(["mv-m-1", "mv-m-2", "mv-m-2-1"]);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("s3://bucket/key")]
    [InlineData("mlflow-artifacts:/0/../1")]
    [InlineData("mlflow-artifacts:/0/%2e%2e/1")]
    [InlineData("mlflow-artifacts:/0/%252e%252e/1")]
    [InlineData("mlflow-artifacts://other-host/0")]
    [InlineData("models:/../x")]
    [InlineData("runs:/../../etc")]
    public async Task Sources_that_are_no_place_of_ours_are_refused(string source)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.PostAsync("registered-models/create", """{"name": "m"}""");
        await world.RefusedAsync("model-versions/create", $$"""{"name": "m", "source": "{{source}}"}""", "INVALID_PARAMETER_VALUE");
        (await world.EventsAsync("version")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_outside_of_the_run_it_names_is_refused()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await world.CreateRunAsync(), other = await world.CreateRunAsync();
        await world.PostAsync("registered-models/create", """{"name": "m"}""");
        await world.RefusedAsync("model-versions/create", $$"""{"name": "m", "run_id": "{{run}}", "source": "mlflow-artifacts:/0/{{other}}/artifacts/m"}""", "INVALID_PARAMETER_VALUE");
        await world.PostAsync("model-versions/create", $$"""{"name": "m", "run_id": "{{run}}", "source": "runs:/{{run}}/m"}""");
    }

    [Fact]
    public async Task Prompts_ride_along_and_are_found_only_when_asked_for()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.PostAsync("registered-models/create", """{"name": "pr", "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}]}""");
        await world.PostAsync("model-versions/create", """{"name": "pr", "source": "dummy-source", "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}, {"key": "mlflow.prompt.text", "value": "Hi {{name}}"}]}""");
        (await world.GetAsync("registered-models/search")).Count.ShouldBe(0);
        (await world.GetAsync("registered-models/search?filter=tags.%60mlflow.prompt.is_prompt%60+%3D+%27true%27&max_results=100"))["registered_models"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Mistakes_are_refused(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await world.PostAsync("registered-models/create", """{"name": "m"}""");
        foreach ((string path, string json, int status) in ((string, string, int)[])
        [
            ("registered-models/create", """{"name": "a/b"}""", 400),
            ("registered-models/create", """{"name": " "}""", 400),
            ("registered-models/alias", """{"name": "m", "alias": "latest", "version": "1"}""", 400),
            ("registered-models/alias", """{"name": "m", "alias": "v3", "version": "1"}""", 400),
            ("registered-models/alias", """{"name": "m", "alias": "a", "version": "9"}""", 404),
            ("model-versions/create", """{"name": "gone", "source": "runs:/a/b"}""", 404),
            ("model-versions/transition-stage", """{"name": "m", "version": "1", "stage": "Heaven"}""", 404),
        ])
            await world.SendAsync(HttpMethod.Post, path, json, (HttpStatusCode)status);
    }

    private static async Task PutAsync(TestWorld world, string path, byte[] content)
    {
        using HttpResponseMessage answer = await world.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{path}", new ByteArrayContent(content), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
