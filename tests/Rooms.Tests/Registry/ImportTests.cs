using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;
using Cairn.Registry;
using Cairn.Rooms.Tests.Tracking;

namespace Cairn.Rooms.Tests.Registry;

public sealed class ImportTests
{
    private const string Import = "/api/v1/projects/flight-delay/models/import";

    [Fact]
    public async Task An_imported_file_is_a_version_of_grade_zero()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("delay"), "model" }, { new StringContent("from the old system"), "note" }, { new ByteArrayContent(TestModels.Binary()), "file", "delay.onnx" } };
        using HttpResponseMessage answer = await world.Http.PostAsync(Import, form, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        JsonNode version = JsonNode.Parse(await world.Http.GetStringAsync(answer.Headers.Location, TestContext.Current.CancellationToken))!;
        version["origin"]!.GetValue<string>().ShouldBe("imported");
        version["digest"]!.GetValue<string>().ShouldBe(Digest.Of(TestModels.Binary()));
        LedgerEvent registered = (await world.EventsAsync("version.registered")).Single();
        (registered.Grade, registered.Data["note"]!.GetValue<string>()).ShouldBe((0, "from the old system"));
        using HttpResponseMessage moved = await world.Http.PutAsJsonAsync("/api/v1/projects/flight-delay/models/delay/aliases/production", new { version = "1" }, TestContext.Current.CancellationToken);
        moved.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonNode model = JsonNode.Parse(await world.Http.GetStringAsync("/api/v1/projects/flight-delay/models", TestContext.Current.CancellationToken))!["items"]![0]!;
        model["champion"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"model": "delay"}""", 400)]
    [InlineData("""{"model": "", "digest": "sha256:00"}""", 400)]
    [InlineData("""{"model": "delay", "digest": "../../etc/passwd"}""", 400)]
    [InlineData("""{"model": "de/lay", "digest": "sha256:0000000000000000000000000000000000000000000000000000000000000000"}""", 400)]
    [InlineData("""{"model": "delay", "digest": "sha256:0000000000000000000000000000000000000000000000000000000000000000"}""", 400)]
    [InlineData("{", 400)]
    public async Task What_is_no_model_is_refused(string json, int status)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        using HttpResponseMessage answer = await world.Http.PostAsync(Import, new StringContent(json, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(status);
        (await world.EventsAsync("version")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_probe_tells_what_is_not_served_as_registered()
    {
        var loaded = new LoadedModels();
        await using TestWorld world = await TrackingWorld.StartAsync(loaded);
        IArtifactStore artifacts = world.Get<IArtifactStore>();
        Artifact stored = await artifacts.PutAsync(new MemoryStream(TestModels.Binary()), TestContext.Current.CancellationToken);
        ModelVersionView version = await world.Get<IModels>().RegisterAsync(new RegisterVersion("flight-delay", "delay", stored.Digest, stored.Size), Actor.Service("test"), [], TestContext.Current.CancellationToken);
        loaded.All = [new ServedEndpoint("flight-delay", "delay", "production", [new ServedDigest(version.Id, version.Digest)]), new ServedEndpoint("flight-delay", "delay", "test", [new ServedDigest(version.Id, Digest.Of("other"))])];
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        (await world.EventsAsync("probe")).Select(e => $"{e.Data["of"]} {e.Data["env"]} {e.Data["ok"]} {e.Grade}").ShouldBe(["registry production true 3", "registry test false 3"]);
    }
}
