using System.Net;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Monitoring;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Web;
using Cairn.Server;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>The whole server with one project <c>lab</c>, whose repository a test writes as it likes.</summary>
internal sealed class PipelineWorld : IAsyncDisposable
{
    private const string Base = "/api/v1/projects/lab";

    private PipelineWorld(TestWorld world, TestRepository repository) => (World, Repository) = (world, repository);

    public TestWorld World { get; }

    public TestRepository Repository { get; }

    public static Task<PipelineWorld> StartAsync(string yaml, string engine = TestEngines.Sqlite, params (string Path, string Text)[] files) => StartAsync(null, yaml, engine, files);

    /// <param name="compute">Other targets than the one that every server has.</param>
    public static async Task<PipelineWorld> StartAsync(ComputeOptions? compute, string yaml, string engine, params (string Path, string Text)[] files) => await StartAsync(_ => { }, compute, yaml, engine, files);

    /// <param name="services">Registered before the rooms.</param>
    public static async Task<PipelineWorld> StartAsync(Action<IServiceCollection> services, ComputeOptions? compute, string yaml, string engine, params (string Path, string Text)[] files)
    {
        var repository = new TestRepository();
        foreach ((string path, string text) in files) repository.Write(path, text);
        repository.Write("cairn.yaml", yaml).Commit("Begin");
        TestWorld world = await TestWorld.StartAsync(new TestWorldOptions
        {
            Rooms = s =>
            {
                services(s);
                // Nobody here asks how an endpoint answers: once a simulated day will do.
                s.AddSingleton(new MonitoringOptions { AskMinutes = 1440 });
                (compute is null ? s : s.AddSingleton(compute)).AddCairnWeb().AddRooms().AddServingPlane();
            },
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
        }, engine);
        var made = new PipelineWorld(world, repository);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path, branch = "main" });
        await world.QuietAsync();
        return made;
    }

    /// <summary>Commits what was written, and lets the server see it.</summary>
    public async Task<string> CommitAsync(string message = "Change")
    {
        string commit = Repository.Commit(message);
        await SendAsync("POST", "/sync");
        await World.QuietAsync();
        return commit;
    }

    public async Task<JsonNode> SendAsync(string method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK)
        => (await World.Http.SendAsync(method, Base + path, expected, body))!;

    /// <summary>Starts a run and answers its number.</summary>
    public async Task<long> StartRunAsync(object? body = null) => (long)(await SendAsync("POST", "/pipeline-runs", body ?? new { }, HttpStatusCode.Accepted))["number"]!;

    /// <summary>A run as it stands at its end.</summary>
    public async Task<JsonNode> RunAsync(object? body = null) => await EndAsync(await StartRunAsync(body));

    public async Task<JsonNode> EndAsync(long number)
    {
        await World.QuietAsync();
        return await SendAsync("GET", $"/pipeline-runs/{number}");
    }

    /// <summary>Waits until the run says so; fails when it ends without, or does neither.</summary>
    public async Task<JsonNode> UntilAsync(long number, Func<JsonNode, bool> says)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            JsonNode run = await SendAsync("GET", $"/pipeline-runs/{number}");
            if (says(run)) return run;
            run["finished_at"].ShouldBeNull($"the run ended before that: {run}");
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public async Task<string> OutputAsync(JsonNode run, string step, string port)
        => await World.Get<IArtifactStore>().ReadTextAsync(Step(run, step)["outputs"]!.Text(port), TestContext.Current.CancellationToken);

    public static JsonNode Step(JsonNode run, string step) => run["steps"]!.AsArray().Single(s => s!.Text("step") == step)!;

    public static string State(JsonNode run, string step) => Step(run, step).Text("state");

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        Repository.Dispose();
    }
}
