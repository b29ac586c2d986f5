using Cairn.DuckDb;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Data.Arrivals;
using Cairn.Data.Datasets;
using Cairn.Delivery;
using Cairn.Endpoints;
using Cairn.Monitoring;
using Cairn.Pipelines.Runs;
using Cairn.Pipelines.Triggers;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;
using Cairn.Rooms.Tests.Tracking;
using Cairn.Rooms.Tests.Tracking.Traces;
using Cairn.Server;
using Cairn.Tracking;

namespace Cairn.Rooms.Tests.Pages;

/// <summary>The whole server with one project, empty or with something in every room.</summary>
internal static class PagesWorld
{
    public const string Project = "flights";

    /// <summary>Task of the step that runs.</summary>
    public const string OpenTask = "run-2-train-1";

    private const string Yaml = """
        project: {name: flights, owner: dana, purpose: Which flights will be late, people: {data-scientist: [ada]}}
        data:
          trips:
            from: trips/{day}.csv
            every: day at 02:00
            since: 2001-01-01
            time: at
            expect:
              rows: {min: 5}
              carrier: {type: text, in: [AA, DL], missing: 0%}
        steps:
          table: {use: query, in: {trips: data.trips}, with: {file: table.sql}}
          split: {use: split, in: {table: table.table}, with: {by: at, train: 7d, test: 1d}, out: {train: table, test: table}}
          train: {use: train, in: {train: split.train}, with: {label: late, features: {carrier: target}}, seed: 1}
          evaluate: {use: evaluate, in: {model: train.model, test: split.test}, with: {label: late}}
        gates:
          good: {after: evaluate, need: [metrics.auc >= 0.6]}
        endpoints:
          delay: {model: train.model, test: {when: good}, production: {when: good, approve: software-engineer, canary: [10%, 50%, 100%], every: 6h}}
        monitors:
          drift: {watch: delay, over: 24h}
        triggers:
          worse: {when: [drift], run: evaluate, cool_down: 7d}
          weekly: {when: schedule monday at 05:00, run: evaluate}
        """;

    public static async Task<(TestWorld World, TestRepository Repository)> StartAsync(bool listens = false, PublicUrl? address = null)
    {
        TestWorld world = await TestWorld.StartAsync(new TestWorldOptions
        {
            Listens = listens,
            Platform = o => o with { PublicUrl = address },
            Rooms = s => s.AddCairnWeb().AddRooms().AddServingPlane(),
            Middleware = a =>
            {
                a.UseCairnWeb();
                a.UseRouting();
                a.UseRooms();
            },
            Routes = a =>
            {
                a.MapCairnWeb();
                a.MapRooms();
            },
        });
        TestRepository repository = new TestRepository().Write("cairn.yaml", Yaml).Write("table.sql", "select * from trips");
        repository.Commit("Begin");
        await world.Http.SendAsync("POST", "/api/v1/projects", System.Net.HttpStatusCode.Created, new { repository = repository.Path, branch = "main" });
        return (world, repository);
    }

    /// <summary>Something in every room, put into the stores.</summary>
    public static async Task<Filled> FillAsync(this TestWorld world)
    {
        string dataset = await DataAsync(world);
        await PipelinesAsync(world, dataset);
        await MonitoringAsync(world);
        string[] runs = [await TrackAsync(world, "8", 0.7), await TrackAsync(world, "6", 0.66)];
        string trace = await world.TraceAsync(Project, runs[0]);
        string logged = await LogModelAsync(world, runs[0]);
        ModelVersionView version = await RegisterAsync(world, runs[0]);
        await ReleaseAsync(world, version);
        await CopyAsync(world, version);
        await world.PostAsync("registered-models/create", """{"name": "greeting", "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}]}""");
        foreach (string text in (string[])["Hello", "Good day"])
            await world.PostAsync("model-versions/create", $$"""{"name": "greeting", "source": "text", "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}, {"key": "mlflow.prompt.text", "value": "{{text}}"}]}""");
        return new Filled(dataset, runs, version.Id, trace, logged);
    }

    /// <summary>A copy of the data plane whose log is full, and that answered an application.</summary>
    private static Task CopyAsync(TestWorld world, ModelVersionView version) => world.Http.SendAsync("PUT", $"/api/v1/snapshot/logs/{new string('c', 32)}/delay", System.Net.HttpStatusCode.OK, new
    {
        instance = new string('d', 32), waiting_segments = 2, waiting_bytes = 4096, held = true,
        pickups = new[] { new { application = "kiosk", version_id = version.Id, first = world.Now, last = world.Now } },
    });

    /// <summary>Asks the endpoint once; the id of the prediction.</summary>
    public static async Task<string> PredictAsync(this TestWorld world)
    {
        await world.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        await world.Http.SendAsync("POST", "/v2/models/delay/infer", System.Net.HttpStatusCode.OK, new { id = "seen", inputs = new[] { new { name = "x", shape = new[] { 1, 1 }, datatype = "FP32", data = new[] { 0.5 } } } });
        return "seen.0";
    }

    private static async Task<string> DataAsync(TestWorld world)
    {
        const string profile = """
            {"rows":10,"columns":[
              {"name":"carrier","type":"text","missing":1,"distinct":2,"top":[{"value":"AA","count":5},{"value":"DL","count":4}]},
              {"name":"delay","type":"float","missing":0,"distinct":9,"min":-5.5,"max":30,"mean":4.1,"std":2,"quantiles":{"0.5":4},"histogram":{"edges":[0,5,10],"counts":[2,3,4,1]}},
              {"name":"at","type":"time","missing":0,"distinct":10,"min":"2001-01-01","max":"2001-01-02"},
              {"name":"empty","type":"text","missing":10,"distinct":0}]}
            """;
        Artifact kept = await world.Get<IArtifactStore>().PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(profile)));
        Artifact table = await TableAsync(world);
        long now = world.Now.ToUnixTimeMilliseconds();
        var version = new VersionRow { Project = Project, Source = "trips", Rows = 10, Bytes = 1000, SchemaJson = "[]", ProfileDigest = kept.Digest, Digest = kept.Digest, SourceUri = "file:///trips", SourceDigest = kept.Digest, RunId = "ing-1", EventId = "e", ArrivedAt = now };
        const string rules = """[{"rule":"missing","column":"carrier","value":0.1,"limit":0,"ok":false,"violations":1}]""";
        await world.Database.WriteAsync(s =>
        {
            world.Get<VersionStore>().Insert(s, version with { Id = "dsv-1", Number = 1, Partition = "2001-01-01" });
            world.Get<VersionStore>().Insert(s, version with { Id = "dsv-2", Number = 2, Partition = "2001-01-02" });
            Arrive(s, world, new ArrivalRow { RunId = "ing-1", Partition = "2001-01-02", State = "accepted", Rows = 10, VersionId = "dsv-2", FinishedAt = now });
            Arrive(s, world, new ArrivalRow { RunId = "ing-2", Partition = "2001-01-03", State = "quarantined", Rows = 10, Failure = "contract", Reason = "carrier: missing 10%", Rules = rules, TableDigest = table.Digest, SchemaJson = """[{"name":"carrier","type":"text"}]""", FinishedAt = now });
            return true;
        });
        return "dsv-2";
    }

    /// <summary>Ten rows, one of them without a carrier.</summary>
    private static async Task<Artifact> TableAsync(TestWorld world)
    {
        string path = Path.Combine(world.Directory, "trips.parquet");
        using (var database = new DuckMemory(1, "256MB"))
        using (DuckConnection duck = database.Connect())
            duck.Execute($"copy (select case when i > 0 then 'AA' end as carrier from range(10) r(i)) to {DuckSql.Literal(path)} (format parquet)");
        return await world.Get<IArtifactStore>().PutFileAsync(path);
    }

    private static void Arrive(SqlSession s, TestWorld world, ArrivalRow row)
    {
        ArrivalRow whole = row with { Project = Project, Source = "trips", TriggerKind = "schedule", SourceUri = "file:///trips", StartedAt = row.FinishedAt!.Value, StartedEvent = "e" };
        world.Get<ArrivalStore>().Insert(s, whole);
        world.Get<ArrivalStore>().Finish(s, whole).ShouldBeTrue();
    }

    private static Task PipelinesAsync(TestWorld world, string dataset) => world.Database.WriteAsync(s =>
    {
        RunStore store = world.Get<RunStore>();
        var run = new PipelineRun
        {
            Id = "run-1",
            Project = Project,
            Number = 1,
            CommitId = new string('a', 40),
            Target = "evaluate",
            Purpose = "production",
            Environment = "dev",
            TriggerKind = "drift",
            TriggerName = "worse",
            Actor = "{}",
            State = "queued",
            Inputs = new JsonObject { ["trips"] = new JsonArray(dataset) }.ToJsonString(),
            Pipeline = "p",
            Env = "e",
            StartedEvent = "e",
            CreatedAt = world.Now.ToUnixTimeMilliseconds(),
        };
        store.Insert(s, run);
        store.Start(s, run, ["table", "split", "train", "evaluate"]).ShouldBeTrue();
        Step(s, store, new PipelineStep { Step = "table", State = "cached", Why = "inputs equal", Identity = "sha256:1" });
        Step(s, store, new PipelineStep { Step = "split", State = "succeeded", DurationMs = 1200, CpuS = 1, PeakMemory = 1 << 20, Outputs = """{"train":"sha256:2"}""", Parts = """{"code":"x"}""", StartedAt = run.CreatedAt });
        Step(s, store, new PipelineStep { Step = "train", State = "failed", Failure = "no rows", DurationMs = 100, StartedAt = run.CreatedAt, Task = "run-1-train-1" });
        store.Finish(s, run.Id, "failed", null, "train: no rows").ShouldBeTrue();
        PipelineRun second = run with { Id = "run-2", Number = 2, State = "queued" };
        store.Insert(s, second);
        store.Start(s, second, ["table", "split", "train", "evaluate"]).ShouldBeTrue();
        Step(s, store, new PipelineStep { RunId = "run-2", Step = "train", State = "running", StartedAt = run.CreatedAt, Task = OpenTask });
        store.Insert(s, run with { Id = "run-3", Number = 3, State = "queued" });
        FiringStore firings = world.Get<FiringStore>();
        var firing = new Firing { Id = "fire-1", Project = Project, TriggerName = "worse", Kind = "drift", Cause = "c1", Outcome = "fired", RunId = "run-1", At = run.CreatedAt };
        firings.Save(s, firing);
        firings.Save(s, firing with { Id = "fire-2", Cause = "c2", Outcome = "held", Reason = "A run to this step is active.", RunId = null });
        return true;
    });

    private static void Step(SqlSession s, RunStore store, PipelineStep to) => store.MoveStep(s, "waiting", to with { RunId = to.RunId.Length > 0 ? to.RunId : "run-1", Attempt = 1 }, null).ShouldBeTrue();

    private static Task MonitoringAsync(TestWorld world) => world.Database.WriteAsync(s =>
    {
        const long day = 86_400_000;
        WindowStore windows = world.Get<WindowStore>();
        for (int i = 3; i > 0; i--)
        {
            long to = world.Now.ToUnixTimeMilliseconds() - (i * day);
            double psi = i == 1 ? 0.27 : 0.05;
            string measures = $$"""[{"metric":"psi","slice":"carrier","value":{{psi}},"threshold":0.2,"baseline":0,"breached":{{(i == 1 ? "true" : "false")}}}]""";
            LedgerEvent closed = world.Ledger.Append(s, new EventDraft("window.closed", $"win-{i}", Project, Actor.Service("monitoring")));
            var window = new Window { Id = $"win-{i}", Project = Project, Endpoint = "delay", Env = "production", Kind = "drift", Monitor = "drift", FromAt = to - day, ToAt = to, N = 1000, Version = i > 2 ? "mv-1" : "mv-2", Measures = measures, Breached = i == 1, Event = closed.Id };
            windows.Insert(s, window);
            windows.Insert(s, window with { Id = $"q-{i}", Kind = "quality", Monitor = "", Measures = """[{"metric":"auc","value":0.7,"threshold":0.6,"baseline":0.71,"breached":false}]""", Breached = false });
            windows.Insert(s, window with { Id = $"t-{i}", Kind = "traffic", Monitor = "", Measures = "[]", Breached = false });
            world.Get<AlertKeeper>().Judge(s, window, [new Measure("psi", "carrier", psi, 0.2, 0, i == 1)]);
        }
        return true;
    });

    private static async Task<string> TrackAsync(TestWorld world, string depth, double auc)
    {
        ITracking tracking = world.Get<ITracking>();
        Actor actor = Actor.Service("pipelines");
        TrackedRun run = await tracking.StartAsync(new StartRun(Project, Project, "run of depth " + depth, null, false, []), actor, []);
        RunMetric[] points = [.. Enumerable.Range(1, 20).Select(i => new RunMetric("auc", auc - (0.1 / i), world.Now.ToUnixTimeMilliseconds() + i, i))];
        await tracking.LogAsync(run.RunId, [new RunParam("depth", depth), new RunParam("same", "1")], [.. points, new RunMetric("log_loss", 0.5, 1, 0)], [new RunTag("note", "<b>bold</b>")]);
        await tracking.PutArtifactAsync(run.RunId, "report/a.txt", new MemoryStream("hello"u8.ToArray()));
        await tracking.EndAsync(run.RunId, "FINISHED");
        return run.RunId;
    }

    private static async Task<string> LogModelAsync(TestWorld world, string run)
        => (string)(await world.PostAsync("logged-models", $$"""{"experiment_id": "1", "name": "forest", "source_run_id": "{{run}}", "model_type": "sklearn", "params": [{"key": "depth", "value": "8"}]}"""))["model"]!["info"]!["model_id"]!;

    private static async Task<ModelVersionView> RegisterAsync(TestWorld world, string trackingRun)
    {
        Artifact file = await world.Get<IArtifactStore>().PutAsync(new MemoryStream(DeliveryWorld.Model(2)));
        var draft = new RegisterVersion(Project, "delay", file.Digest, file.Size)
        {
            Origin = "pipeline",
            RunId = "run-1",
            TrackingRunId = trackingRun,
            Metrics = new Dictionary<string, double> { ["auc"] = 0.7 },
        };
        ModelVersionView version = await world.Get<IModels>().RegisterAsync(draft, Actor.Service("pipelines"), []);
        await world.Database.WriteAsync(s =>
        {
            world.Get<IEndpoints>().SetVariants(s, Project, "delay", "production", [new VariantDraft(version.Id, version.Number, version.Digest, 1000)]);
            world.Get<GateStore>().Insert(s, new GateDecision
            {
                Id = "gate-1",
                Project = Project,
                Gate = "good",
                Endpoint = "delay",
                VersionId = version.Id,
                RunId = "run-1",
                Decision = "promote",
                Reason = "all pass",
                EventId = "e",
                DecidedAt = world.Now.ToUnixTimeMilliseconds(),
                Checks = """[{"check":"condition","name":"metrics.auc >= 0.6","verdict":"pass","value":"0.7","against":"0.6"}]""",
            });
            return true;
        });
        return version;
    }

    private static Task ReleaseAsync(TestWorld world, ModelVersionView version) => world.Database.WriteAsync(s =>
    {
        ReleaseStore store = world.Get<ReleaseStore>();
        long now = world.Now.ToUnixTimeMilliseconds();
        var release = new Release
        {
            Id = "rel-1",
            Number = 1,
            Key = "k1",
            Project = Project,
            Name = "delay",
            Environment = "production",
            EnvironmentRole = "production",
            VersionId = version.Id,
            VersionNumber = version.Number,
            Digest = version.Digest,
            Strategy = "canary",
            Plan = new ReleasePlanned { Weights = [100, 500, 1000], Approve = "software-engineer" }.ToJson(),
            TriggerKind = "pipeline",
            Actor = """{"id":"local","kind":"person","roles":[],"via":"api"}""",
            State = ReleaseStates.Baking,
            Active = true,
            Seq = 2,
            Step = 0,
            Weight = 100,
            StepAt = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
        store.Insert(s, release);
        const string evidence = """{"lines":[{"measure":"errors","verdict":"pass","canary":0.0,"stable":0.001,"limit":0.02},{"measure":"scores","verdict":"hold","canary":12,"stable":40,"limit":200,"reason":"12 of 200 scores so far"}]}""";
        store.Journal(s, new ReleaseLine { ReleaseId = "rel-1", Seq = 1, At = now, FromState = "queued", ToState = "warming", Actor = "local" });
        store.Journal(s, new ReleaseLine { ReleaseId = "rel-1", Seq = 2, At = now, FromState = "testing", ToState = "baking", Weight = 100, Actor = "service:delivery", Reason = "tests passed", Evidence = evidence });
        store.Insert(s, release with { Id = "rel-2", Number = 2, Key = "k2", State = ReleaseStates.AwaitingApproval, Active = false, Step = -1, Weight = 0 });
        return true;
    });
}

/// <summary>Ids of what was put in.</summary>
internal sealed record Filled(string Dataset, string[] Runs, string Version, string Trace, string Logged);
