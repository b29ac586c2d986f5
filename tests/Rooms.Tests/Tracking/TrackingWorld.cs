using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Identity;
using Cairn.Platform;
using Cairn.Platform.Http;
using Cairn.Projects;
using Cairn.Registry;
using Cairn.Registry.Webhooks;
using Cairn.Rooms.Tests.Data;
using Cairn.Rooms.Tests.Registry;
using Cairn.Tracking;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>A world with Tracking, Registry and Compute, spoken to as MLflow's clients do.</summary>
internal static class TrackingWorld
{
    public const string Project = "flight-delay";

    public static Task<TestWorld> StartAsync(string engine = TestEngines.Sqlite) => StartAsync(null, engine);

    /// <summary>In real time, so that what is made later has a later time.</summary>
    public static Task<TestWorld> StartNowAsync(string engine) => TestWorld.StartAsync(Options(null) with { SimulatedClock = null }, engine);

    /// <summary>On a port, for what asks over the network.</summary>
    public static Task<TestWorld> StartListeningAsync() => TestWorld.StartAsync(Options(null) with { Listens = true });

    /// <summary>With tokens and what each may do.</summary>
    /// <param name="address">By which others reach it; null for none.</param>
    public static Task<TestWorld> StartGuardedAsync(PublicUrl? address = null)
    {
        TestWorldOptions options = Options(null);
        return TestWorld.StartAsync(options with
        {
            Platform = o => o with { PublicUrl = address },
            Rooms = s => options.Rooms(s.AddIdentity()),
            Middleware = a => a.UseIdentity().UseSoundBodies(),
            Routes = a =>
            {
                a.MapIdentity();
                options.Routes(a);
            },
        });
    }

    /// <summary>With webhooks that may go to this machine.</summary>
    public static Task<TestWorld> StartNearAsync()
    {
        TestWorldOptions options = Options(null);
        return TestWorld.StartAsync(options with
        {
            Rooms = s =>
            {
                s.AddSingleton(WebhookOptions.Of("localhost"));
                options.Rooms(s);
            },
        });
    }

    public static Task<TestWorld> StartAsync(IServedDigests? served, string engine = TestEngines.Sqlite) => TestWorld.StartAsync(Options(served), engine);

    private static TestWorldOptions Options(IServedDigests? served) => new()
    {
        Rooms = s =>
        {
            s.AddSingleton<IHostResolver, KnownHosts>();
            s.AddSingleton<IProjects>(new NamedProjects(Project, "churn")).AddSingleton<IRoles, NoRoles>().AddCompute(new ComputeOptions { Slots = 2 }).AddTracking().AddRegistry();
            if (served is not null) s.AddSingleton(served);
        },
        Middleware = a => a.UseSoundBodies(),
        Routes = a =>
        {
            a.MapTracking();
            a.MapRegistry();
        },
    };

    public static Task<JsonObject> PostAsync(this TestWorld world, string path, string json) => SendAsync(world, HttpMethod.Post, path, json);

    public static Task<JsonObject> GetAsync(this TestWorld world, string path) => SendAsync(world, HttpMethod.Get, path, null);

    public static async Task<JsonObject> SendAsync(this TestWorld world, HttpMethod method, string path, string? json, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, "/api/2.0/mlflow/" + path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(expected, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return JsonNode.Parse(text)!.AsObject();
    }

    public static async Task<string> RefusedAsync(this TestWorld world, string path, string json, string code, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        JsonObject answer = await SendAsync(world, HttpMethod.Post, path, json, status);
        ((string)answer["error_code"]!).ShouldBe(code);
        return (string)answer["message"]!;
    }

    public static async Task<string> CreateRunAsync(this TestWorld world, string experiment = "0", string tags = "[]")
        => (string)(await world.PostAsync("runs/create", $$"""{"experiment_id": "{{experiment}}", "user_id": "ada", "start_time": 1795163460934, "tags": {{tags}}}"""))["run"]!["info"]!["run_id"]!;
}
