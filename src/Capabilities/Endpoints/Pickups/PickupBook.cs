using System.Collections.Concurrent;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Writes down which applications the data plane answered: a new one at once, one that is known when it was last answered a minute later or more.</summary>
internal sealed class PickupBook(IServingReadings readings, PickupStore store, IDatabase database)
{
    /// <summary>Most that are shown.</summary>
    private const int Most = 500;
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Route, string Application, string Version), DateTimeOffset> _kept = new();

    public async Task KeepAsync(string route, CancellationToken cancellation)
    {
        if (readings.Read(route) is not { Pickups.Count: > 0 } live) return;
        PickupLive[] news = [.. live.Pickups.Where(p => !_kept.TryGetValue((route, p.Application, p.VersionId), out DateTimeOffset kept) || p.Last - kept >= Stale)];
        if (news.Length == 0) return;
        await database.WriteAsync(s =>
        {
            foreach (PickupLive pickup in news) store.Keep(s, route, pickup);
        }, cancellation: cancellation);
        foreach (PickupLive pickup in news) _kept[(route, pickup.Application, pickup.VersionId)] = pickup.Last;
    }

    /// <summary>The newest first, with what the data plane has counted up to now.</summary>
    public async Task<IReadOnlyList<PickupLive>> OfAsync(string route, CancellationToken cancellation)
    {
        await KeepAsync(route, cancellation);
        return await database.ReadAsync(s => store.Of(s, route, Most), cancellation);
    }
}
