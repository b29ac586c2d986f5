using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Writes down what copies tell of themselves. What they answered counts beside what this server did.</summary>
internal sealed class CopyBook(ShipmentStore store, AnswerStore answers, PickupStore pickups, IEnumerable<ITripListener> trips, IDatabase database, RealTime real)
{
    public Task KeepAsync(string log, string route, Actor actor, CopyReport report, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        store.Told(s, new CopyView(log, actor.Id, real.Now, report.WaitingSegments, report.WaitingBytes, report.Dropped, report.Refused, report.Held), route);
        foreach (AnsweredLive day in report.Answered ?? []) answers.Keep(s, route, report.Instance!, day);
        foreach (PickupLive pickup in report.Pickups ?? []) pickups.Keep(s, route, pickup);
        if (report.Tripped is { } tripped)
            foreach (ITripListener listener in trips) listener.Tripped(s, route, tripped.VersionId!, tripped.Release!);
    }, cancellation: cancellation);

    /// <summary>The last heard of first.</summary>
    public Task<IReadOnlyList<CopyView>> CopiesAsync(string route, CancellationToken cancellation) => database.ReadAsync(s => store.Copies(s, route), cancellation);
}
