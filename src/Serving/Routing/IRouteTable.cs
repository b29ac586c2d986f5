using Cairn.Contracts.Snapshots;

namespace Cairn.Serving;

/// <summary>The door by which snapshots come in.</summary>
public interface IRouteTable
{
    /// <summary>Epoch of the snapshot that answers; 0 before the first.</summary>
    long Epoch { get; }

    /// <summary>Asks to be told, off the request's path, whenever the data plane drops a canary by itself.</summary>
    void OnTripped(Action<CanaryTripped> handler);

    /// <summary>Canaries dropped since the start.</summary>
    IReadOnlyCollection<CanaryTripped> Trips { get; }

    /// <summary>
    /// Loads and warms every model, then swaps the whole; requests under way finish on the snapshot they began with. The same
    /// epoch again changes nothing. A <see cref="SnapshotException"/> says every fault, and the snapshot before goes on.
    /// </summary>
    Task ApplyAsync(RouteSnapshot snapshot, CancellationToken cancellation = default);
}
