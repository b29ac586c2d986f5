using System.Text.Json.Nodes;
using Cairn.Platform.Artifacts;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Removal for good: names, rows and content are free, and nothing that somebody needs is gone.</summary>
public sealed class RemovalTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_was_deleted_is_gone_with_its_files_and_its_name(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string experiment = (string)(await world.PostAsync("experiments/create", """{"name": "old"}"""))["experiment_id"]!;
        string gone = await world.CreateRunAsync(experiment), kept = await world.CreateRunAsync();
        string alone = await PutAsync(world, experiment, gone, "a.txt", "only here"), shared = await PutAsync(world, experiment, gone, "b.txt", "in both");
        await PutAsync(world, "0", kept, "c.txt", "in both");
        await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{gone}}", "metrics": [{"key": "m", "value": 1, "timestamp": 1}], "params": [{"key": "p", "value": "1"}]}""");
        await world.PostAsync("experiments/delete", $$"""{"experiment_id": "{{experiment}}"}""");

        JsonObject plan = await RemoveAsync(world, dryRun: true);
        ((int)plan["runs"]!, (int)plan["files"]!).ShouldBe((1, 2));
        (await world.GetAsync($"runs/get?run_id={gone}")).ShouldNotBeNull();

        JsonObject report = await RemoveAsync(world);
        ((int)report["runs"]!, (int)report["experiments"]!, (int)report["files"]!, (int)report["contents"]!, (long)report["bytes"]!).ShouldBe((1, 1, 2, 1, 9L));
        var store = world.Get<IArtifactStore>();
        (await store.ExistsAsync(alone)).ShouldBeFalse();
        (await store.ExistsAsync(shared)).ShouldBeTrue("another run has it");
        await world.SendAsync(HttpMethod.Get, $"runs/get?run_id={gone}", null, System.Net.HttpStatusCode.NotFound);
        await world.PostAsync("experiments/create", """{"name": "old"}""");
        foreach (string table in (string[])["tracking_params", "tracking_blocks", "tracking_latest"])
            (await world.Database.ReadAsync(s => s.Scalar<long>($"select count(*) from {table}"), TestContext.Current.CancellationToken)).ShouldBe(0);
        (await world.EventsAsync("run.finished")).Count(e => (string?)e.Data["reason"] == "removed").ShouldBe(1);
        ((int)(await RemoveAsync(world))["runs"]!).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_run_that_a_version_was_made_from_stays_and_that_is_said(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string run = await world.CreateRunAsync();
        string digest = await PutAsync(world, "0", run, "model/MLmodel", "flavors: {}");
        await world.PostAsync("registered-models/create", """{"name": "delay"}""");
        await world.PostAsync("model-versions/create", $$"""{"name": "delay", "source": "runs:/{{run}}/model", "run_id": "{{run}}"}""");
        await world.PostAsync("runs/delete", $$"""{"run_id": "{{run}}"}""");
        JsonObject report = await RemoveAsync(world);
        ((int)report["runs"]!).ShouldBe(0);
        ((string)report["kept"]![0]!).ShouldBe($"{run}: version 1 of the model 'delay' was made from it");
        (await world.Get<IArtifactStore>().ExistsAsync(digest)).ShouldBeTrue();
        await world.SendAsync(HttpMethod.Delete, "model-versions/delete", """{"name": "delay", "version": "1"}""");
        ((int)(await RemoveAsync(world))["runs"]!).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_deleted_later_or_just_stored_waits()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await world.CreateRunAsync(), digest = await PutAsync(world, "0", run, "a.txt", "fresh");
        File.SetLastWriteTimeUtc(await world.Get<IArtifactStore>().PathAsync(digest), TimeProvider.System.GetUtcNow().UtcDateTime);
        await world.PostAsync("runs/delete", $$"""{"run_id": "{{run}}"}""");
        ((int)(await RemoveAsync(world, days: 1))["runs"]!).ShouldBe(0);
        JsonObject report = await RemoveAsync(world);
        ((int)report["runs"]!, (int)report["contents"]!).ShouldBe((1, 0));
        (await world.Get<IArtifactStore>().ExistsAsync(digest)).ShouldBeTrue();
        await AgeAsync(world, digest);
        ((int)(await RemoveAsync(world))["contents"]!).ShouldBe(1);
    }

    private static async Task<string> PutAsync(TestWorld world, string experiment, string run, string path, string text)
    {
        using HttpResponseMessage answer = await world.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/{path}", new StringContent(text), TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        string digest = Digest.Of(text);
        await AgeAsync(world, digest);
        return digest;
    }

    // As if it had been stored long ago.
    private static async Task AgeAsync(TestWorld world, string digest)
        => File.SetLastWriteTimeUtc(await world.Get<IArtifactStore>().PathAsync(digest), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    private static async Task<JsonObject> RemoveAsync(TestWorld world, bool dryRun = false, double days = 0)
    {
        using HttpResponseMessage answer = await world.Http.PostAsJsonAsync("/api/v1/gc", new { dry_run = dryRun, older_than_days = days }, TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
    }
}
