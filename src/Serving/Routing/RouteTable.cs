using System.Collections.Concurrent;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Models;
using Cairn.Serving.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Routing;

/// <summary>Holds the current snapshot and swaps it.</summary>
internal sealed class RouteTable(SegmentLog log, ServingClocks clocks, LiveParts parts, IOptions<ServingOptions> options, ILogger<RouteTable> logger) : IRouteTable, IDisposable
{
    private readonly ConcurrentDictionary<string, EndpointRuntime> _runtimes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<CanaryTripped> _trips = new();
    private readonly SemaphoreSlim _applying = new(1);
    private readonly FreedMemory _freed = new(clocks.Real);
    private LiveSnapshot? _current;
    private Action<CanaryTripped>? _tripped;
    private byte[] _applied = [];
    private HashSet<string> _unloaded = new(StringComparer.Ordinal);

    public long Epoch => Volatile.Read(ref _current)?.Epoch ?? 0;

    public IReadOnlyCollection<CanaryTripped> Trips => _trips;

    public void OnTripped(Action<CanaryTripped> handler)
    {
        lock (_trips) _tripped += handler;
    }

    /// <summary>Every endpoint ever served, for reading counts.</summary>
    public IEnumerable<EndpointRuntime> Runtimes => _runtimes.Values.OrderBy(r => r.Name, StringComparer.Ordinal);

    /// <summary>The current snapshot, pinned: the caller must unpin it. Null before the first.</summary>
    public LiveSnapshot? Pin()
    {
        while (Volatile.Read(ref _current) is { } snapshot)
            if (snapshot.TryPin()) return snapshot;
        return null;
    }

    public async Task ApplyAsync(RouteSnapshot snapshot, CancellationToken cancellation = default)
    {
        SnapshotCheck.ThrowIfFaulty(snapshot);
        await _applying.WaitAsync(cancellation);
        try { await Task.Run(() => Swap(snapshot), cancellation); }
        finally { _applying.Release(); }
    }

    /// <summary>
    /// Takes an endpoint out of service, so that its models leave the memory when the last request has left, or brings back what the snapshot says of it. Holds until it is undone, over other snapshots too, and ends with
    /// the process. False when there is no such endpoint. A <see cref="SnapshotException"/> when what is to be brought back cannot be served.
    /// </summary>
    public async Task<bool> SetLoadedAsync(string name, bool loaded, CancellationToken cancellation)
    {
        await _applying.WaitAsync(cancellation);
        try
        {
            if (Volatile.Read(ref _current) is not { } current || !(current.Endpoints.ContainsKey(name) || current.Unloaded.Any(e => e.Name == name))) return false;
            if (_unloaded.Contains(name) != loaded) return true;
            HashSet<string> before = _unloaded;
            _unloaded = new(loaded ? before.Where(n => n != name) : before.Append(name), StringComparer.Ordinal);
            try { await Task.Run(() => Show(SnapshotJson.Parse(_applied)), cancellation); }
            catch
            {
                _unloaded = before;
                throw;
            }

            return true;
        }
        finally { _applying.Release(); }
    }

    public void Trip(LiveEndpoint endpoint, LiveVariant variant)
    {
        var trip = new CanaryTripped(endpoint.Route.Name, variant.Version, variant.Watch!.Limits.Release, clocks.Real.GetUtcNow());
        _trips.Enqueue(trip);
        if (Volatile.Read(ref _tripped) is { } handlers) ThreadPool.QueueUserWorkItem(static t => t.handlers(t.trip), (handlers, trip), preferLocal: false);
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _current, null)?.Unpin();
        // Nothing is freed while the process ends.
        IdleThreads.Shared.FreeNow();
        _applying.Dispose();
        _freed.Dispose();
    }

    private void Swap(RouteSnapshot snapshot)
    {
        byte[] text = SnapshotJson.Serialize(snapshot);
        if (snapshot.Epoch == Epoch && text.AsSpan().SequenceEqual(_applied)) return;
        if (snapshot.Epoch <= Epoch)
            throw new SnapshotException([new("$.epoch", $"is {snapshot.Epoch}, but {Epoch} is being served; a changed snapshot needs a higher one.")]);
        Show(SnapshotJson.Parse(text));
        _applied = text;
    }

    private void Show(RouteSnapshot snapshot)
    {
        LiveSnapshot live = new SnapshotLoader(Volatile.Read(ref _current), Runtime, parts).Load(snapshot, _unloaded);
        LiveSnapshot? before = Interlocked.Exchange(ref _current, live);
        NoteOutages(before, live);
        foreach (EndpointRuntime known in _runtimes.Values) known.Meter.Keep(live.VersionsOf(known.Name));
        before?.Retire();
        _freed.ReturnSoon();
        _ = FillClaimsAsync();
    }

    /// <summary>One log after the other; who sends an id waits for that of its endpoint alone.</summary>
    private async Task FillClaimsAsync()
    {
        foreach (EndpointRuntime known in Runtimes) await known.Claims.Filled;
    }

    /// <summary>What was served and is no more does not answer from now on; what is served answers again.</summary>
    private void NoteOutages(LiveSnapshot? before, LiveSnapshot now)
    {
        long at = clocks.Real.GetTimestamp();
        foreach (LiveEndpoint endpoint in now.Endpoints.Values) endpoint.Runtime.Meter.Outage.Answered();
        if (before is null) return;
        foreach ((string name, LiveEndpoint gone) in before.Endpoints)
            if (!now.Endpoints.ContainsKey(name)) gone.Runtime.Meter.Outage.Failed(at);
    }

    private EndpointRuntime Runtime(string name) =>
        _runtimes.GetOrAdd(name, n => new EndpointRuntime(n, log, options.Value.RememberedRequests, clocks.Real, logger));
}
