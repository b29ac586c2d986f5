using System.Collections.Concurrent;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Writes down what the data plane counted, and whom it answered. The counts know nothing of the log, so the log can be held against them.</summary>
internal sealed class AnswerBook(IServingReadings readings, AnswerStore store, EndpointStore endpoints, IDatabase database, PickupBook pickups)
{
    private readonly ConcurrentDictionary<string, AnsweredLive> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps what has changed since it was last kept.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        foreach (string route in (await database.ReadAsync(s => endpoints.Active(s, null), cancellation)).Select(e => e.Route))
        {
            await KeepAsync(route, cancellation);
            await pickups.KeepAsync(route, cancellation);
        }
    }

    /// <summary>Rows that were answered on a day; null when nobody counted.</summary>
    public async Task<long?> RowsAsync(string route, DateOnly day, CancellationToken cancellation)
    {
        await KeepAsync(route, cancellation);
        return await database.ReadAsync(s => store.Rows(s, route, day), cancellation);
    }

    private async Task KeepAsync(string route, CancellationToken cancellation)
    {
        if (readings.Read(route) is not { Answered.Count: > 0 } live) return;
        AnsweredLive[] changed = [.. live.Answered.Where(d => !_kept.TryGetValue($"{route} {d.Day.DayNumber}", out AnsweredLive? kept) || kept != d)];
        if (changed.Length == 0) return;
        await database.WriteAsync(s =>
        {
            foreach (AnsweredLive day in changed) store.Keep(s, route, live.Instance, day);
        }, cancellation: cancellation);
        foreach (AnsweredLive day in changed) _kept[$"{route} {day.Day.DayNumber}"] = day;
    }
}
