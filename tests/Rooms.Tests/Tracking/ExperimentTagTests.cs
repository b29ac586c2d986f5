using System.Net;

namespace Cairn.Rooms.Tests.Tracking;

public sealed class ExperimentTagTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_tag_of_an_experiment_is_set_and_taken_away(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await world.PostAsync("experiments/create", """{"name": "trials", "tags": [{"key": "team", "value": "ops"}, {"key": "stage", "value": "first"}]}""");
        await world.PostAsync("experiments/set-experiment-tag", """{"experiment_id": "1", "key": "team", "value": "science"}""");
        (await TagsAsync(world)).ShouldBe("stage=first team=science");
        (await world.PostAsync("experiments/delete-experiment-tag", """{"experiment_id": "1", "key": "team"}""")).ShouldBeEmpty();
        (await TagsAsync(world)).ShouldBe("stage=first");
        foreach ((string json, string code, HttpStatusCode status) in ((string, string, HttpStatusCode)[])
        [
            ("""{"experiment_id": "1", "key": "team"}""", "RESOURCE_DOES_NOT_EXIST", HttpStatusCode.NotFound), ("""{"experiment_id": "77", "key": "team"}""", "RESOURCE_DOES_NOT_EXIST", HttpStatusCode.NotFound),
            ("""{"experiment_id": "1"}""", "INVALID_PARAMETER_VALUE", HttpStatusCode.BadRequest), ("""{"key": "stage"}""", "INVALID_PARAMETER_VALUE", HttpStatusCode.BadRequest), ("""{"experiment_id": "one", "key": "stage"}""", "INVALID_PARAMETER_VALUE", HttpStatusCode.BadRequest),
        ])
            await world.RefusedAsync("experiments/delete-experiment-tag", json, code, status);
        await world.PostAsync("experiments/delete", """{"experiment_id": "1"}""");
        await world.RefusedAsync("experiments/delete-experiment-tag", """{"experiment_id": "1", "key": "stage"}""", "INVALID_PARAMETER_VALUE");
        (await TagsAsync(world)).ShouldBe("stage=first");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task No_tag_and_no_name_takes_an_experiment_out_of_its_project(string engine)
    {
        const string tag = "cairn.project", home = TrackingWorld.Project;
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await world.PostAsync("experiments/create", """{"name": "trials"}""");
        string run = await world.CreateRunAsync("1");
        foreach (string project in (string[])[home, home]) await world.PostAsync("experiments/set-experiment-tag", Tag(tag, project));
        (await world.RefusedAsync("experiments/set-experiment-tag", Tag(tag, "churn"), "INVALID_PARAMETER_VALUE")).ShouldBe($"The experiment 'trials' belongs to the project '{home}' and stays there. Move its runs to an experiment of 'churn' instead: cairn runs move.");
        (await world.RefusedAsync("experiments/update", """{"experiment_id": "1", "new_name": "churn"}""", "INVALID_PARAMETER_VALUE")).ShouldContain("stays there");
        (await world.RefusedAsync("experiments/create", $$"""{"name": "churn", "tags": [{"key": "{{tag}}", "value": "{{home}}"}]}""", "INVALID_PARAMETER_VALUE")).ShouldContain("leave the tag");
        ((string)(await world.GetAsync("experiments/get?experiment_id=1"))["experiment"]!["name"]!).ShouldBe("trials");
        (await TagsAsync(world)).ShouldBe($"{tag}={home}");
        (await world.EventsAsync("run.finished")).Select(e => (e.Project, e.Subject.Id)).ShouldBe([(home, run)]);
        await world.PostAsync("experiments/update", $$"""{"experiment_id": "1", "new_name": "{{home}}"}""");
    }

    private static string Tag(string key, string value) => $$"""{"experiment_id": "1", "key": "{{key}}", "value": "{{value}}"}""";

    private static async Task<string> TagsAsync(TestWorld world)
        => string.Join(' ', (await world.GetAsync("experiments/get?experiment_id=1"))["experiment"]!["tags"]!.AsArray().Select(t => $"{t!["key"]}={t["value"]}").Order(StringComparer.Ordinal));
}
