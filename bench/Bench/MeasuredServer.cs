using Cairn.Serving;

namespace Cairn.Bench;

/// <summary>The data plane as <c>Serve</c> hosts it, and a route that says what it has allocated.</summary>
internal static class MeasuredServer
{
    public static async Task RunAsync(int port, string snapshot, string log)
    {
        WebApplication app = StandaloneHost.Build(port, options => (options.SnapshotFile, options.LogDirectory) = (snapshot, log));
        app.MapGet(Allocation.Path, Allocation.SoFar);
        await app.RunAsync();
    }
}
