using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cairn.Contracts.Snapshots;

namespace Cairn.Serving.Tests.Support;

/// <summary>What a control plane says to copies, with a hand on everything that can go wrong.</summary>
internal sealed class StandInControlPlane : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _segments = new(StringComparer.Ordinal);
    private byte[] _json = [];

    private StandInControlPlane(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public string Token { get; set; } = "cairn_copy_secret";

    /// <summary>Connections end without an answer.</summary>
    public bool Away { get; set; }

    /// <summary>What every file is given as, in place of its bytes.</summary>
    public byte[]? Instead { get; set; }

    /// <summary>The key that copies hash under.</summary>
    public byte[] HashKey { get; } = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>Is called with each segment that comes: once half of it is here, and once all of it is taken and nothing is acknowledged.</summary>
    public Func<string, bool, Task> Coming { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>What is refused for what is in it.</summary>
    public Func<string, bool> Refuses { get; set; } = static _ => false;

    /// <summary>Segments that were taken, by log, endpoint and name.</summary>
    public IReadOnlyDictionary<string, byte[]> Segments => _segments;

    /// <summary>The last that was told of an endpoint.</summary>
    public ConcurrentDictionary<string, string> Told { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers given by path and status.</summary>
    public ConcurrentQueue<(string Path, int Status)> Answers { get; } = new();

    public static async Task<StandInControlPlane> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var made = new StandInControlPlane(app);
        app.Run(made.AnswerAsync);
        await app.StartAsync();
        return made;
    }

    /// <summary>A version whose path is of another machine.</summary>
    public VariantRoute Model(string version, byte[] file)
    {
        string digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(file));
        _files[digest] = file;
        return new() { Version = version, Digest = digest, Path = $"/elsewhere/{version}/model.onnx", WeightPermille = 1000 };
    }

    public void Serve(long epoch, params EndpointRoute[] endpoints) => _json = SnapshotJson.Serialize(new RouteSnapshot { Epoch = epoch, Endpoints = endpoints });

    public int Count(string path, int status) => Answers.Count(a => a.Path.StartsWith(path, StringComparison.Ordinal) && a.Status == status);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        string path = http.Request.Path;
        if (Away) http.Abort();
        else if (http.Request.Headers.Authorization != "Bearer " + Token) http.Response.StatusCode = 401;
        else if (path == "/api/v1/snapshot") await Results.Bytes(_json, "application/json", entityTag: new($"\"{Convert.ToHexString(SHA256.HashData(_json))}\"")).ExecuteAsync(http);
        else if (path == "/api/v1/snapshot/hash-key") await Results.Bytes(HashKey).ExecuteAsync(http);
        else if (HttpMethods.IsPut(http.Request.Method)) await TakeAsync(http, path["/api/v1/snapshot/logs/".Length..]);
        else if (_files.TryGetValue(path["/api/v1/snapshot/files/".Length..], out byte[]? file)) await Results.Bytes(Instead ?? file).ExecuteAsync(http);
        else http.Response.StatusCode = 404;
        Answers.Enqueue((path, http.Response.StatusCode));
    }

    private async Task TakeAsync(HttpContext http, string name)
    {
        if (!name.EndsWith(".seg", StringComparison.Ordinal))
        {
            Told[name.Split('/')[1]] = await new StreamReader(http.Request.Body).ReadToEndAsync();
            return;
        }

        var body = new byte[(int)http.Request.ContentLength!];
        try
        {
            await http.Request.Body.ReadExactlyAsync(body.AsMemory(0, body.Length / 2));
            await Coming(name, false);
            await http.Request.Body.ReadExactlyAsync(body.AsMemory(body.Length / 2));
        }
        catch (Exception e) when (e is IOException or BadHttpRequestException)
        {
            // Whoever sent it is gone.
            return;
        }

        bool good = http.Request.Query["digest"] == "sha256:" + Convert.ToHexStringLower(SHA256.HashData(body)) && !Refuses(name);
        if (!good) http.Response.StatusCode = 400;
        else if (!_segments.GetOrAdd(name, body).AsSpan().SequenceEqual(body)) http.Response.StatusCode = 409;
        await Coming(name, true);
    }
}
