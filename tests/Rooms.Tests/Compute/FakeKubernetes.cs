using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>
/// A cluster in this process: the API of jobs and pods as a real one was seen to answer, and pods that are processes of this machine.
/// What a real one did to jobs can be done to them here.
/// </summary>
internal sealed class FakeKubernetes : IAsyncDisposable
{
    public const string Token = "let-me-in", Namespace = "ml";

    private readonly ConcurrentDictionary<string, FakePod> _pods = new();
    private readonly ConcurrentDictionary<string, JsonObject> _jobs = new();
    private readonly WebApplication _app;
    private long _version = 100;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeKubernetes()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Use(GuardAsync);
        const string Jobs = $"/apis/batch/v1/namespaces/{Namespace}/jobs";
        _app.MapPost(Jobs, (Delegate)PostAsync);
        _app.MapGet(Jobs, (int limit, string? @continue) => Page(_jobs.Values.OrderBy(Name).ToList(), limit, @continue));
        _app.MapDelete(Jobs + "/{name}", DeleteJob);
        _app.MapGet($"/api/v1/namespaces/{Namespace}/pods", PodsAsync);
    }

    /// <summary>The server answers 503.</summary>
    public bool Away { get; set; }

    /// <summary>Jobs are taken but no pod comes of them.</summary>
    public bool NoController { get; set; }

    /// <summary>The next job is taken and its answer lost.</summary>
    public bool LoseAnswer { get; set; }

    /// <summary>Watches are answered with 410 inside the stream, as a real server does.</summary>
    public bool ExpireWatches { get; set; }

    /// <summary>Why pods wait: reason and message of the container; null when they run.</summary>
    public (string Reason, string Message)? Waiting { get; set; }

    /// <summary>Pods fit nowhere.</summary>
    public bool Full { get; set; }

    /// <summary>What the kubelet says of the image of pods that are made from now on.</summary>
    public string? ImageId { get; set; }

    public int Watches { get; private set; }

    public int Conflicts { get; private set; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public IEnumerable<FakePod> Pods => _pods.Values;

    public int JobCount => _jobs.Count;

    public JsonObject LastJob { get; private set; } = [];

    public static async Task<FakeKubernetes> StartAsync()
    {
        var server = new FakeKubernetes();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Starts all that waits.</summary>
    public void LetGo()
    {
        (NoController, Waiting, Full) = (false, null, false);
        foreach (JsonObject job in _jobs.Values) Control(job);
    }

    /// <summary>The queue lets all jobs go.</summary>
    public void Resume()
    {
        foreach (JsonObject job in _jobs.Values) job["spec"]!["suspend"] = false;
        LetGo();
    }

    /// <summary>A job and its pod vanish with their exit code, as with a time to live; nothing is ended.</summary>
    public void Vanish()
    {
        _jobs.Clear();
        _pods.Clear();
        Changed();
    }

    /// <summary>Somebody deletes the pods: their processes are ended, the jobs fail.</summary>
    public void DeletePods(bool forced)
    {
        foreach (FakePod pod in _pods.Values)
        {
            pod.Stop(forced);
            _pods.TryRemove(pod.Name, out _);
        }
        foreach (JsonObject job in _jobs.Values)
            job["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Failed", ["status"] = "True", ["reason"] = "BackoffLimitExceeded" }) };
        Changed();
    }

    /// <summary>Pods end as the kubelet or a drain ends them.</summary>
    public void Evict()
    {
        foreach (FakePod pod in _pods.Values)
        {
            pod.Disrupted = true;
            pod.Stop(forced: false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (FakePod pod in _pods.Values) pod.Stop(forced: true);
        await _app.StopAsync(new CancellationToken(true));
        await _app.DisposeAsync();
    }

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Authorization != "Bearer " + Token) await Answer(401, "Unauthorized").ExecuteAsync(context);
        else if (Away) await Answer(503, "the server is currently unable to handle the request").ExecuteAsync(context);
        else await next(context);
    }

    private async Task<IResult> PostAsync(HttpContext context)
    {
        JsonObject job = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        LastJob = job.DeepClone().AsObject();
        if ((int?)job["spec"]?["backoffLimit"] is not 0) return Answer(422, "Job.batch is invalid: the tests take only jobs that are tried once");
        job["status"] = new JsonObject();
        if (!_jobs.TryAdd(Name(job), job))
        {
            Conflicts++;
            return Answer(409, $"jobs.batch \"{Name(job)}\" already exists");
        }
        if (!NoController) Control(job);
        if (LoseAnswer)
        {
            LoseAnswer = false;
            context.Abort();
        }
        return Results.Json(job, statusCode: 201);
    }

    private void Control(JsonObject job)
    {
        if ((bool?)job["spec"]!["suspend"] == true) return;
        FakePod pod = _pods.GetOrAdd(Name(job) + "-x", name => new FakePod(name, job, Changed) { ImageId = ImageId });
        (pod.Waiting, pod.Full) = (Waiting, Full);
        if (Waiting is null && !Full) pod.Start();
        Changed();
    }

    private IResult DeleteJob(string name)
    {
        if (!_jobs.TryRemove(name, out _)) return Answer(404, $"jobs.batch \"{name}\" not found");
        if (_pods.TryRemove(name + "-x", out FakePod? pod)) pod.Stop(forced: false);
        Changed();
        return Answer(200, "Success");
    }

    private async Task<IResult> PodsAsync(HttpContext context, bool? watch, int? limit, string? @continue)
    {
        if (watch != true) return Page(_pods.Values.Select(p => p.ToJson()).OrderBy(Name).ToList(), limit ?? 500, @continue);
        Watches++;
        context.Response.ContentType = "application/json";
        if (ExpireWatches)
        {
            await context.Response.WriteAsync("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version: 100 (200)"}}""" + "\n");
            return Results.Empty;
        }
        await context.Response.WriteAsync("""{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"101"}}}""" + "\n");
        await context.Response.Body.FlushAsync();
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await Volatile.Read(ref _changed).Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (FakePod pod in _pods.Values) await context.Response.WriteAsync(new JsonObject { ["type"] = "MODIFIED", ["object"] = pod.ToJson() }.ToJsonString() + "\n");
            await context.Response.Body.FlushAsync();
        }
        return Results.Empty;
    }

    // Small pages, so that every list of more than one has several.
    private IResult Page(List<JsonObject> all, int limit, string? from)
    {
        int start = int.TryParse(from, out int n) ? n : 0, count = Math.Min(limit, 1);
        var metadata = new JsonObject { ["resourceVersion"] = $"{Interlocked.Read(ref _version)}" };
        if (start + count < all.Count) metadata["continue"] = $"{start + count}";
        return Results.Json(new JsonObject { ["metadata"] = metadata, ["items"] = new JsonArray([.. all.Skip(start).Take(count).Select(i => i.DeepClone())]) });
    }

    private void Changed()
    {
        Interlocked.Increment(ref _version);
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private static string Name(JsonObject thing) => (string)thing["metadata"]!["name"]!;

    private static IResult Answer(int status, string message) => Results.Json(new JsonObject { ["kind"] = "Status", ["code"] = status, ["message"] = message }, statusCode: status);
}
