using Cairn.Serving;

namespace Cairn.Bench;

/// <summary>The data plane as <c>Serve</c> hosts it, and a route that says what it has allocated.</summary>
internal static class MeasuredServer
{
    public static async Task RunAsync(int port, string snapshot, string log)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        builder.Services.AddServing(options => (options.SnapshotFile, options.LogDirectory) = (snapshot, log));
        WebApplication app = builder.Build();
        app.UseRouting();
        app.UseServingTokens();
        app.MapServing();
        app.MapGet(Allocation.Path, Allocation.SoFar);
        await app.RunAsync();
    }
}
