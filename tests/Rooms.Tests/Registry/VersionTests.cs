using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Registry;
using Cairn.Rooms.Tests.Tracking;

namespace Cairn.Rooms.Tests.Registry;

public sealed class VersionTests
{
    private static readonly Actor Pipelines = Actor.Service("pipelines");

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_version_is_registered_once_and_its_alias_moves(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        IModels models = world.Get<IModels>();
        RegisterVersion draft = await DraftAsync(world, TestModels.Binary());
        ModelVersionView first = await models.RegisterAsync(draft, Pipelines, [], TestContext.Current.CancellationToken);
        first.Id.ShouldBe("mv-delay-1");
        first.Metrics.ShouldBe(new Dictionary<string, double> { ["auc"] = 0.8, ["odd"] = double.NaN });
        first.SignatureJson.ShouldBe("""{"inputs":[{"name":"p","type":"float","shape":[-1,1]}],"outputs":[{"name":"score","type":"float","shape":[-1,1]}]}""");
        (await models.RegisterAsync(draft, Pipelines, [], TestContext.Current.CancellationToken)).Id.ShouldBe(first.Id);
        ModelVersionView second = await models.RegisterAsync(draft with { RunId = "run-2" }, Pipelines, [first.EventId], TestContext.Current.CancellationToken);
        second.Number.ShouldBe(2);
        ModelVersionView elsewhere = await models.RegisterAsync(draft with { Project = "churn" }, Pipelines, [], TestContext.Current.CancellationToken);
        elsewhere.Id.ShouldBe("mv-churn-delay-1");

        foreach (string id in (string[])[first.Id, second.Id])
            await world.Database.WriteAsync(s => models.SetAlias(s, TrackingWorld.Project, "delay", "production", id, Pipelines, []), cancellation: TestContext.Current.CancellationToken);
        (await world.Database.ReadAsync(s => models.ByAlias(s, TrackingWorld.Project, "delay", "production"), TestContext.Current.CancellationToken))!.Id.ShouldBe(second.Id);
        (await models.ListAsync(TrackingWorld.Project, "delay", TestContext.Current.CancellationToken)).Select(v => $"{v.Id} {string.Join(',', v.Aliases)}").ShouldBe(["mv-delay-2 production", "mv-delay-1 "]);

        IReadOnlyList<LedgerEvent> events = await world.EventsAsync();
        LedgerEvent registered = events.First(e => e.Type == "version.registered");
        registered.Subject.ShouldBe(new Subject("version", "mv-delay-1", draft.Digest));
        registered.Grade.ShouldBe(2);
        events.Count(e => e.Type == "version.registered").ShouldBe(3);
        events.Where(e => e.Type == "alias.moved").Select(e => $"{e.Data["of"]} {e.Data["name"]}: {e.Data["from"]} -> {e.Data["to"]}").ShouldBe(["delay production:  -> mv-delay-1", "delay production: mv-delay-1 -> mv-delay-2"]);
    }

    [Fact]
    public async Task A_broken_model_is_refused_and_nothing_is_written()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        byte[] broken = TestModels.Binary()[..40];
        ApiException refused = await Should.ThrowAsync<ApiException>(async () => await world.Get<IModels>().RegisterAsync(await DraftAsync(world, broken), Pipelines, [], TestContext.Current.CancellationToken));
        refused.Status.ShouldBe(422);
        refused.Message.ShouldStartWith("The model is refused:");
        (await world.EventsAsync("version")).ShouldBeEmpty();
        (await world.Get<IModels>().ListAsync(TrackingWorld.Project, null, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Content_that_is_not_stored_is_refused()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        var draft = new RegisterVersion(TrackingWorld.Project, "delay", Digest.Of("nothing"), 1);
        (await Should.ThrowAsync<ApiException>(() => world.Get<IModels>().RegisterAsync(draft, Pipelines, [], TestContext.Current.CancellationToken))).Field.ShouldBe("digest");
    }

    [Fact]
    public async Task An_evaluation_runs_as_a_task_and_is_kept()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        ModelVersionView version = await world.Get<IModels>().RegisterAsync(await DraftAsync(world, TestModels.Binary()), Pipelines, [], TestContext.Current.CancellationToken);
        string table = Path.Combine(world.Directory, "test.parquet");
        TestTables.Write(table, "values (0.9, 1), (0.2, 0)", "p, late");
        string digest = (await world.Get<IArtifactStore>().PutFileAsync(table, TestContext.Current.CancellationToken)).Digest;
        IEvaluations evaluations = world.Get<IEvaluations>();
        (await evaluations.ScoresAsync(TrackingWorld.Project, version.Digest, TestContext.Current.CancellationToken)).ShouldBeNull();
        Evaluation made = await evaluations.EvaluateAsync(TrackingWorld.Project, version, digest, new EvaluateOptions("late", []), TestContext.Current.CancellationToken);
        made.Task.ShouldBe("binary");
        made.Metrics["auc"].ShouldBe(1);
        Evaluation kept = await evaluations.EvaluateAsync(TrackingWorld.Project, version, digest, new EvaluateOptions("late", []), TestContext.Current.CancellationToken);
        kept.Metrics["p95_ms"].ShouldBe(made.Metrics["p95_ms"]);
        ScoreHistogram scores = (await evaluations.ScoresAsync(TrackingWorld.Project, version.Digest, TestContext.Current.CancellationToken))!;
        scores.Counts.Sum().ShouldBe(2);
        scores.High.ShouldBeGreaterThan(scores.Low);
        EvaluationException refused = await Should.ThrowAsync<EvaluationException>(() => evaluations.EvaluateAsync(TrackingWorld.Project, version, digest, new EvaluateOptions("gone", []), TestContext.Current.CancellationToken));
        refused.Message.ShouldContain("The table has no column 'gone'.");
    }

    private static async Task<RegisterVersion> DraftAsync(TestWorld world, byte[] model)
    {
        Artifact artifact = await world.Get<IArtifactStore>().PutAsync(new MemoryStream(model), TestContext.Current.CancellationToken);
        return new RegisterVersion(TrackingWorld.Project, "delay", artifact.Digest, artifact.Size)
        {
            RunId = "run-1",
            Recipe = Digest.Of("recipe"),
            Metrics = new Dictionary<string, double> { ["auc"] = 0.8, ["odd"] = double.NaN },
        };
    }
}
