using System.Collections.Concurrent;
using Cairn.Data;

namespace Cairn.Rooms.Tests.Data.Sources;

/// <summary>A web server of the test's own on loopback, which remembers what it was asked.</summary>
internal sealed class TestWeb : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestWeb(WebApplication app) => _app = app;

    /// <summary>Headers of each request.</summary>
    public ConcurrentQueue<IHeaderDictionary> Asked { get; } = [];

    public string Url => _app.Urls.First();

    /// <summary>Options under which loopback may be asked.</summary>
    public static DataOptions Trusting { get; } = new() { Hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "127.0.0.1" } };

    public static async Task<TestWeb> StartAsync(Action<TestWeb, WebApplication> routes)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var web = new TestWeb(app);
        app.Use((context, next) =>
        {
            // A copy: the request itself is gone with its answer.
            web.Asked.Enqueue(new HeaderDictionary(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase)));
            return next();
        });
        routes(web, app);
        await app.StartAsync();
        return web;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
