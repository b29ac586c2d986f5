using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using Cairn.Registry;
using Cairn.Registry.Probes;
using Cairn.Rooms.Tests.Pages;
using Cairn.Rooms.Tests.Tracking;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>What the daily comparison of the registry with the endpoints found stands beside the versions.</summary>
public sealed class AuditTests(PlainSite site) : IClassFixture<PlainSite>
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_the_newest_comparison_saw_at_each_endpoint_is_kept_and_nothing_else(string engine)
    {
        var loaded = new LoadedModels();
        await using TestWorld world = await TrackingWorld.StartAsync(loaded, engine);
        ModelVersionView one = await RegisterAsync(world, TrackingWorld.Project, 1), two = await RegisterAsync(world, TrackingWorld.Project, 2);
        ProbeStore store = world.Get<ProbeStore>();
        loaded.All = [Seen("production", one), Seen("test", one with { Digest = Digest.Of("other") }, one, one with { Id = "mv-none" })];
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        (await OfAsync(one)).ShouldBe([$"production 1 True {one.Digest}", $"test 1 False {Digest.Of("other")}"]);
        (await OfAsync(two)).ShouldBeEmpty();

        loaded.All = [Seen("production", one), Seen("test", two)];
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        (await OfAsync(one)).ShouldBe([$"production 1 True {one.Digest}"]);
        IReadOnlyList<VersionAudit> ofModel = await world.Database.ReadAsync(s => store.OfModel(s, TrackingWorld.Project, "delay"), TestContext.Current.CancellationToken);
        ofModel.Select(a => $"{a.Env} {a.Number} {a.Ok}").ShouldBe(["production 1 True", "test 2 True"]);
        ofModel.ShouldAllBe(a => a.At > DateTimeOffset.UnixEpoch);
        (await world.EventsAsync("probe")).Select(e => e.Id).ShouldContain(ofModel[0].Event);
        (await world.Database.ReadAsync(s => store.OfVersion(s, "churn", one.Id), TestContext.Current.CancellationToken)).ShouldBeEmpty();

        // Of endpoints that tell nothing what was seen last is known still; those that are gone, or have nothing loaded, do tell.
        loaded.All = [];
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        ((await OfAsync(one)).Count, (await OfAsync(two)).Count).ShouldBe((1, 1));
        loaded.All = [Seen("test")];
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        ((await OfAsync(one)).Count, (await OfAsync(two)).Count).ShouldBe((1, 0));

        async Task<IReadOnlyList<string>> OfAsync(ModelVersionView version)
            => [.. (await world.Database.ReadAsync(s => store.OfVersion(s, TrackingWorld.Project, version.Id), TestContext.Current.CancellationToken)).OrderBy(a => a.Env, StringComparer.Ordinal).Select(a => $"{a.Env} {a.Number} {a.Ok} {a.Loaded}")];
    }

    [Fact]
    public async Task The_pages_of_model_and_version_tell_what_was_compared_and_what_differs()
    {
        TestWorld world = site.World;
        ModelVersionView version = await RegisterAsync(world, PagesWorld.Project, 1);
        string model = $"/p/{PagesWorld.Project}/models/delay", other = Digest.Of("other");
        foreach (string page in (string[])[model, model + "/1"]) (await world.Http.GetStringAsync(page, TestContext.Current.CancellationToken)).ShouldNotContain("s registered</");
        var audit = new VersionAudit { Project = PagesWorld.Project, Endpoint = "delay", Env = "production", Version = version.Id, Ok = true, Loaded = version.Digest, SeenAt = world.Now.ToUnixTimeMilliseconds(), Event = "01TOLD" };
        foreach ((VersionAudit told, string word) in ((VersionAudit, string)[])[(audit, "As registered"), (audit with { Ok = false, Loaded = other }, "Not as registered")])
        {
            await world.Database.WriteAsync(s => world.Get<ProbeStore>().Save(s, told));
            foreach (string page in (string[])[model, model + "/1"])
            {
                string html = await world.Http.GetStringAsync(page, TestContext.Current.CancellationToken);
                html.ShouldContain(word);
                html.ShouldContain("delay (production)");
                html.ShouldContain("/ledger?q=01TOLD");
                html.Contains(other, StringComparison.Ordinal).ShouldBe(!told.Ok);
            }
        }
    }

    private static async Task<ModelVersionView> RegisterAsync(TestWorld world, string project, int width)
    {
        Artifact stored = await world.Get<IArtifactStore>().PutAsync(new MemoryStream(Delivery.DeliveryWorld.Model(width)), TestContext.Current.CancellationToken);
        return await world.Get<IModels>().RegisterAsync(new RegisterVersion(project, "delay", stored.Digest, stored.Size), Actor.Service("test"), [], TestContext.Current.CancellationToken);
    }

    private static ServedEndpoint Seen(string env, params ModelVersionView[] loaded) => new(TrackingWorld.Project, "delay", env, [.. loaded.Select(v => new ServedDigest(v.Id, v.Digest))]);
}
