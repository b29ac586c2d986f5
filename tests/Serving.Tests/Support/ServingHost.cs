using System.Net;
using System.Text;
using System.Text.Json;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;

namespace Cairn.Serving.Tests.Support;

/// <summary>The data plane over real Kestrel on a free port, with a directory of its own.</summary>
internal sealed class ServingHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _keep;
    private long _epoch;
    private Task? _stopping;

    private ServingHost(WebApplication app, string directory, bool keep)
    {
        (_app, Directory, _keep) = (app, directory, keep);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public string Directory { get; }

    public string LogDirectory => Path.Combine(Directory, "log");

    public HttpClient Client { get; }

    public IRouteTable Routes => _app.Services.GetRequiredService<IRouteTable>();

    public IServingMetrics Metrics => _app.Services.GetRequiredService<IServingMetrics>();

    public IServingLog Log => _app.Services.GetRequiredService<IServingLog>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<ServingHost> StartAsync(
        Action<ServingOptions>? options = null, IDurableFiles? files = null, string? directory = null, ServingClocks? clocks = null, bool checksTokens = false, ILoggerProvider? log = null)
    {
        string root = directory ?? System.IO.Directory.CreateTempSubdirectory("cairn-serving-").FullName;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (log is not null) builder.Logging.AddProvider(log);
        // A body that a test holds back may come as late as it likes.
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.Limits.MinRequestBodyDataRate = null);
        if (files is not null) builder.Services.AddSingleton(files);
        if (clocks is not null) builder.Services.AddSingleton(clocks);
        builder.Services.AddServing(o =>
        {
            o.LogDirectory = Path.Combine(root, "log");
            options?.Invoke(o);
        });
        WebApplication app = builder.Build();
        app.UseRouting();
        if (checksTokens) app.UseServingTokens();
        app.MapServing();
        app.MapScoringRoot();
        app.MapServingHealth();
        await app.StartAsync();
        return new(app, root, keep: directory is not null);
    }

    public Task ApplyAsync(params EndpointRoute[] endpoints) =>
        Routes.ApplyAsync(new RouteSnapshot { Epoch = ++_epoch, Endpoints = endpoints });

    public VariantRoute Model(string version, byte[] model, int weight = 1000, VariantRole role = VariantRole.Stable) =>
        TestModels.Write(Directory, version, model, weight, role);

    public static EndpointRoute Endpoint(string name, params VariantRoute[] variants) =>
        new() { Name = name, Project = "tests", Environment = "test", Variants = variants };

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await Client.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        return new(response.StatusCode, body, all);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    /// <summary>Every prediction record on the disk, after closing the segments.</summary>
    public async Task<List<PredictionRecord>> PredictionsAsync(string endpoint)
    {
        await Log.CloseSegmentsAsync();
        return [.. SegmentName.List(Path.Combine(LogDirectory, endpoint), SegmentKind.Predictions).SelectMany(s => SegmentReader.ReadPredictions(s.Path))];
    }

    /// <summary>Everything that shadows said, on the disk.</summary>
    public async Task<List<PredictionRecord>> ShadowsAsync(string endpoint)
    {
        await Log.CloseSegmentsAsync();
        return [.. SegmentName.List(Path.Combine(LogDirectory, endpoint), SegmentKind.Shadows).SelectMany(s => SegmentReader.ReadPredictions(s.Path, SegmentKind.Shadows))];
    }

    public async Task<List<OutcomeRecord>> OutcomesAsync(string endpoint)
    {
        await Log.CloseSegmentsAsync();
        return [.. SegmentName.List(Path.Combine(LogDirectory, endpoint), SegmentKind.Outcomes).SelectMany(s => SegmentReader.ReadOutcomes(s.Path))];
    }

    public Task StopAsync() => _stopping ??= _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        await _app.DisposeAsync();
        if (!_keep) System.IO.Directory.Delete(Directory, recursive: true);
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, Dictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The values of one output as text.</summary>
    public string Output(string name) => Json.GetProperty("outputs").EnumerateArray().Single(o => o.GetProperty("name").GetString() == name).GetProperty("data").GetRawText();
}
