using System.Net;
using System.Text.Json.Nodes;
using Cairn.Code;
using Cairn.Compute;
using Cairn.Contracts.Ledger;
using Cairn.Data;
using Cairn.Delivery;
using Cairn.DuckDb;
using Cairn.Endpoints;
using Cairn.Identity;
using Cairn.Monitoring;
using Cairn.Onnx;
using Cairn.Pipelines;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Ledger;
using Cairn.Projects;
using Cairn.Registry;
using Cairn.Server;
using Cairn.Serving;
using Cairn.Tracking;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>A world with a project that predicts lateness from one number, the data plane in process, and a table of truths.</summary>
internal sealed class DeliveryWorld : IAsyncDisposable
{
    public const string Project = "late", Endpoint = "delay";

    /// <summary>Engines of the theories here.</summary>
    public static TheoryData<string> Engines => TestEngines.All;

    private readonly TestRepository _repository = new();
    private int _request;

    public TestWorld World { get; private set; } = null!;

    public string Table { get; private set; } = "";

    public string Train { get; private set; } = "";

    public static string File(string production = "canary: [10%, 50%, 100%], every: 1h, min_requests: 20") => $$$"""
        project: {name: late, owner: sim:ada, apps: [board], people: {data-scientist: [sim:ada], software-engineer: [sim:ben]}}
        steps:
          prepare: {run: "true", out: {train: table, test: table}}
          train: {run: "true", in: {train: prepare.train}, out: {model: model}}
          evaluate: {use: evaluate, in: {model: train.model, test: prepare.test}, with: {label: late}}
        gates:
          good: {after: evaluate, need: [metrics.auc >= 0.7, metrics.auc >= champion.auc - 0.02]}
        endpoints:
          delay: {model: train.model, key: flight, test: {when: good}, production: {when: good, {{{production}}} } }
        environments: {dev: {}, test: {}, production: {}}
        """;

    /// <param name="write">Adds files to the first commit.</param>
    /// <param name="askMinutes">Simulated minutes between two questions to an endpoint.</param>
    public static async Task<DeliveryWorld> StartAsync(string? file = null, string engine = TestEngines.Sqlite, Action<TestRepository>? write = null, int askMinutes = 1440)
    {
        var made = new DeliveryWorld();
        write?.Invoke(made._repository);
        made._repository.Write("cairn.yaml", file ?? File()).Commit("first", "sim:ada <ada@example.org>");
        made.World = await TestWorld.StartAsync(new TestWorldOptions
        {
            Rooms = s => s.AddIdentity().AddProjects().AddCompute().AddCode().AddData().AddTracking().AddRegistry().AddEndpoints().AddDelivery().AddMonitoring(new MonitoringOptions { AskMinutes = askMinutes }).AddPipelines().AddServingPlane()
                .AddSingleton<IInferenceDoor, TestDoor>().AddSingleton<IEvaluations, TrueEvaluations>(),
            Middleware = a => a.UseIdentity(),
            Routes = a => { a.MapIdentity(); a.MapProjects(); a.MapData(); a.MapEndpoints(); a.MapDelivery(); a.MapPipelines(); a.MapServingPlane(); },
        }, engine);
        await made.World.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = made._repository.Path, branch = "main" });
        await made.World.QuietAsync();
        (made.Table, made.Train) = (await made.StoreAsync(11), await made.StoreAsync(12));
        return made;
    }

    /// <summary>score = scale · sigmoid(slope · x): a scale below 1 keeps every ranking and spoils every score.</summary>
    public static byte[] Model(float slope, float scale = 1)
    {
        var graph = new OnnxGraph("late");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 1);
        graph.Output("score", graph.Mul(graph.Sigmoid(graph.Mul(x, graph.Scalar(slope))), graph.Scalar(scale)), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }

    /// <summary>Registers a version as a finished training run does, and lets everything follow that follows of itself.</summary>
    public async Task<ModelVersionView> TrainAsync(byte[] model)
    {
        string run = $"run-{Guid.NewGuid():N}";
        Artifact file = await World.Get<IArtifactStore>().PutAsync(new MemoryStream(model));
        ModelVersionView version = await World.Get<IModels>().RegisterAsync(new RegisterVersion(Project, Endpoint, file.Digest, file.Size) { RunId = run }, Actor.Service("pipelines"), []);
        await FinishAsync(run, version);
        await World.QuietAsync();
        return version;
    }

    /// <summary>Commits another project file, and lets the server see it.</summary>
    public async Task DeclareAsync(string file, string author = "sim:ada <ada@example.org>")
    {
        _repository.Write("cairn.yaml", file).Commit("next", author);
        await World.Http.SendAsync("POST", $"/api/v1/projects/{Project}/sync", HttpStatusCode.OK);
        await World.QuietAsync();
    }

    public Task FinishAsync(string run, ModelVersionView version) => World.Database.WriteAsync(s => World.Ledger.Append(s, new EventDraft("run.finished", run, Project, Actor.Service("pipelines"))
    {
        Data = new JsonObject
        {
            ["purpose"] = "train",
            ["for"] = "production",
            ["status"] = "succeeded",
            ["version"] = version.Id,
            ["outputs"] = new JsonObject { ["train.model"] = version.Digest, ["prepare.train"] = Train, ["prepare.test"] = Table },
        },
    }));

    /// <summary>Sends requests of ten rows each; every one must be answered.</summary>
    /// <param name="shift">Added to each x, which else lies as in the tables.</param>
    public async Task SendAsync(int requests, string route = Endpoint, double shift = 0)
    {
        await World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        for (int i = 0; i < requests; i++)
        {
            int n = _request++;
            double[] x = [.. Enumerable.Range(0, 10).Select(k => (Math.Sin((n * 10) + k) * 3) + shift)];
            await World.Http.SendAsync("POST", $"/v2/models/{route}/infer", HttpStatusCode.OK, new
            {
                id = $"r{n}",
                inputs = new[] { new { name = "x", shape = new[] { 10, 1 }, datatype = "FP32", data = x } },
            });
        }
    }

    /// <summary>Tells the truth of all rows that were sent: late where x is above nothing.</summary>
    public async Task TellAsync()
    {
        object[] outcomes = [.. Enumerable.Range(0, _request * 10).Select(i => new { prediction_id = $"r{i / 10}.{i % 10}", value = Math.Sin(i) > 0 ? 1 : 0 })];
        foreach (object[] part in outcomes.Chunk(500)) await World.Http.SendAsync("POST", $"/endpoints/{Endpoint}/outcomes", HttpStatusCode.OK, part);
    }

    public async Task<EndpointView> EndpointAsync(string environment = "production") => (await World.Get<IEndpoints>().FindAsync(Project, Endpoint, environment))!;

    public async Task<IReadOnlyList<JsonNode>> ReleasesAsync()
    {
        JsonNode page = (await World.Http.SendAsync("GET", $"/api/v1/projects/{Project}/releases", HttpStatusCode.OK))!;
        return [.. page["items"]!.AsArray().Reverse().Select(r => r!)];
    }

    public async Task<JsonNode> LastAsync() => (await ReleasesAsync())[^1];

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        _repository.Dispose();
    }

    private async Task<string> StoreAsync(int seed)
    {
        string path = Path.Combine(World.Directory, $"table-{seed}.parquet");
        WriteTable(path, seed);
        return (await World.Get<IArtifactStore>().PutFileAsync(path)).Digest;
    }

    /// <summary>2000 rows: late when x and some noise are above nothing.</summary>
    public static void WriteTable(string path, int seed)
    {
        using var database = new DuckMemory(1, "256MB");
        using DuckConnection duck = database.Connect();
        duck.Execute($"""
            copy (select i as flight, (sin(i * {seed}.7) * 3)::FLOAT as x, case when sin(i * {seed}.7) * 3 + sin(i * 3.3) * 2 > 0 then 1 else 0 end as late from range(2000) t(i))
            to {DuckSql.Literal(path)} (format parquet)
            """);
    }

    /// <summary>The way in as the server itself takes it. Down: as when nobody listens.</summary>
    internal sealed class TestDoor(IServer server) : IInferenceDoor
    {
        public bool Down { get; set; }

        public async Task<InferenceAnswer> InferAsync(string route, InferenceBody body, CancellationToken cancellation)
        {
            using HttpClient http = ((TestServer)server).CreateClient();
            using HttpResponseMessage answer = await http.PostAsync($"/v2/models/{route}/infer", body.Content(), cancellation);
            return new InferenceAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
        }

        public async Task<int> ReadyAsync(string route, CancellationToken cancellation)
        {
            if (Down) throw new HttpRequestException("Nobody listens.");
            using HttpClient http = ((TestServer)server).CreateClient();
            using HttpResponseMessage answer = await http.GetAsync($"/v2/models/{route}/ready", cancellation);
            return (int)answer.StatusCode;
        }
    }
}
