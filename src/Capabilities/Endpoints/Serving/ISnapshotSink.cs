using Cairn.Contracts.Snapshots;

namespace Cairn.Endpoints;

/// <summary>The data plane's door for snapshots.</summary>
public interface ISnapshotSink
{
    /// <summary>Of the snapshot that answers; 0 before the first.</summary>
    long Epoch { get; }

    /// <summary>Loads, warms and swaps the whole; a refused snapshot changes nothing.</summary>
    /// <exception cref="SnapshotException">Every fault, by path; the snapshot before goes on.</exception>
    Task ApplyAsync(RouteSnapshot snapshot, CancellationToken cancellation = default);

    /// <summary>Asks to be told when the data plane drops a canary by itself: route, version, release.</summary>
    void OnTripped(Action<string, string, string> handler);
}
