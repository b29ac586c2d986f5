using Cairn.Serving;

namespace Cairn.Bench;

/// <summary>The data plane as <c>Serve</c> hosts it, and routes that say what it has allocated and that give up what it no longer holds.</summary>
internal static class MeasuredServer
{
    public static async Task RunAsync(int port, string snapshot, string log)
    {
        WebApplication app = StandaloneHost.Build(port, options => (options.SnapshotFile, options.LogDirectory) = (snapshot, log));
        app.MapGet(Allocation.Path, Allocation.SoFar);
        app.MapGet(Allocation.Settling, Allocation.Settle);
        await app.RunAsync();
    }
}
