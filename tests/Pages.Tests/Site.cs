using Cairn.Platform;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cairn.Pages.Tests;

/// <summary>The page shell and its gallery on a real port, without the rest of the server.</summary>
public sealed class Site : IAsyncLifetime
{
    private WebApplication? _app;

    public Uri Address { get; private set; } = null!;
    public LiveHub Live => _app!.Services.GetRequiredService<LiveHub>();

    public HttpClient Client(bool follow = true) => new(new HttpClientHandler { AllowAutoRedirect = follow, UseCookies = false }) { BaseAddress = Address };

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = Path.GetTempPath() });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IFrameSource, SampleFrame>();
        builder.Services.AddSingleton(new PlatformOptions { DataDirectory = Path.GetTempPath() });
        builder.Services.AddCairnWeb();
        _app = builder.Build();
        _app.UsePlatform();
        _app.UseCairnWeb();
        _app.MapCairnWeb();
        await _app.StartAsync();
        Address = new(_app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    private sealed class SampleFrame : IFrameSource
    {
        private static readonly DateTimeOffset Now = new(2001, 4, 17, 10, 42, 0, TimeSpan.Zero);

        public ValueTask<FrameState> ReadAsync(HttpContext context, string? project) => ValueTask.FromResult(new FrameState
        {
            Now = Now,
            User = "Ana",
            Version = "Cairn 0.1.0",
            Projects = ["flight-delay", "churn", "ad-click"],
            Waiting = new Dictionary<Section, int> { [Section.Incidents] = 1 },
            Strips = [Strip.Simulated(Now)],
        });
    }
}
