using System.Collections.Frozen;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Models;

namespace Cairn.Serving.Routing;

/// <summary>
/// A snapshot with its models in memory. Each request pins one; when it is no more the current one and the last request has left,
/// its models are released.
/// </summary>
internal sealed class LiveSnapshot(RouteSnapshot from, IEnumerable<LiveEndpoint> endpoints)
{
    private readonly ManualResetEventSlim _over = new(false, spinCount: 0);
    private int _users = 1;

    public long Epoch { get; } = from.Epoch;

    /// <summary>By id.</summary>
    public FrozenDictionary<string, TokenRoute> Tokens { get; } = from.Tokens.ToFrozenDictionary(t => t.Id, StringComparer.Ordinal);

    public FrozenDictionary<string, LiveEndpoint> Endpoints { get; } = endpoints.ToFrozenDictionary(e => e.Route.Name, StringComparer.Ordinal);

    /// <summary>Endpoints that the snapshot names and that were taken out of service here.</summary>
    public IReadOnlyList<EndpointRoute> Unloaded { get; init; } = [];

    /// <summary>The versions that an endpoint has here, its shadow too; none of one that is not there.</summary>
    public IReadOnlySet<string> VersionsOf(string endpoint) => Endpoints.GetValueOrDefault(endpoint) is not { } live ? new HashSet<string>()
        : live.Variants.Select(v => v.Version).Concat(live.Shadow is { } shadow ? [shadow.Route.Version] : []).ToHashSet(StringComparer.Ordinal);

    /// <summary>What is said of an endpoint that is not there.</summary>
    public RequestFault Missing(string name) => Unloaded.Any(e => e.Name == name)
        ? new RequestFault(503, ErrorKind.NotReady, "The model was unloaded; POST /v2/repository/models/NAME/load brings it back.")
        : RequestFault.NotFound("There is no such model; GET /v2 shows the server, the snapshot names its endpoints.");

    /// <summary>False when it has been released already: look up the current one again.</summary>
    public bool TryPin()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int found = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (found == users) return true;
            users = found;
        }

        return false;
    }

    /// <summary>Waits for a time; false, at once, when it is the current one no more.</summary>
    public bool IsCurrentFor(TimeSpan time) => !_over.Wait(time);

    /// <summary>It is the current one no more; called once, for the pin it was made with.</summary>
    public void Retire()
    {
        _over.Set();
        Unpin();
    }

    public void Unpin()
    {
        if (Interlocked.Decrement(ref _users) > 0) return;
        foreach (LiveEndpoint endpoint in Endpoints.Values)
            foreach (LoadedModel model in endpoint.Models) model.Release();
    }
}
