using Cairn.Contracts.Snapshots;
using Cairn.Endpoints;
using Cairn.Serving;

namespace Cairn.Server;

internal sealed class ServingSink(IRouteTable routes) : ISnapshotSink
{
    public long Epoch => routes.Epoch;

    public Task ApplyAsync(RouteSnapshot snapshot, CancellationToken cancellation) => routes.ApplyAsync(snapshot, cancellation);

    public void OnTripped(Action<string, string, string> handler) => routes.OnTripped(t => handler(t.Endpoint, t.Version, t.Release));
}
