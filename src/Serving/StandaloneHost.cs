using Cairn.OnnxRuntime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving;

/// <summary>A web application of the data plane alone: nothing is put into it that its answers do not need.</summary>
public static partial class StandaloneHost
{
    /// <param name="port">Of the loopback address.</param>
    public static WebApplication Build(int port, Action<ServingOptions> configure) => Build(kestrel => kestrel.ListenLocalhost(port), configure);

    /// <param name="listen">Says where it is asked.</param>
    public static WebApplication Build(Action<KestrelServerOptions> listen, Action<ServingOptions> configure)
    {
        // The library is large: it comes in beside all else here.
        _ = Task.Run(static () => OnnxModel.LibraryVersion);
        // No settings files: the usual host watches every folder below the working directory for them.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddEnvironmentVariables();
        // A line, a scope and an activity for each request would cost more than the prediction; counters and the log tell of requests.
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsoleLog(builder.Configuration)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.AddRoutingCore();
        builder.Services.AddServing(configure).AddServingBlocks();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            listen(kestrel);
            kestrel.AddServerHeader = false;
        });
        WebApplication app = builder.Build();
        // Nobody else here hears of it.
        app.Services.GetRequiredService<IRouteTable>().OnTripped(trip => Log.Dropped(app.Logger, trip.Version, trip.Endpoint, trip.Release));
        app.UseRouting();
        app.UseServingTokens();
        app.MapServing();
        app.MapScoringRoot();
        app.MapServingHealth();
        return app;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The canary {Version} of {Endpoint} failed too often and gets no more requests here (release {Release}); the stable version answers in its place.")]
        public static partial void Dropped(ILogger logger, string version, string endpoint, string release);
    }
}
