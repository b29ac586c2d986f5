using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Platform.Ledger;

/// <summary>Brings sealed events to the subscribers, cursor and effect in one transaction. A subscriber that throws is tried again and holds up nobody else.</summary>
internal sealed partial class Dispatcher(IDatabase database, LedgerStore store, IEnumerable<ILedgerSubscriber> subscribers, ILogger<Dispatcher> logger) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private readonly ILedgerSubscriber[] _subscribers = [.. subscribers];
    private readonly SemaphoreSlim _work = new(0);
    private readonly SemaphoreSlim _one = new(1);

    public void Wake() => _work.Release();

    /// <summary>Delivers until every subscriber has seen the last sealed event; false when one of them failed.</summary>
    public async Task<bool> DrainAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var following = _subscribers.ToList();
            while (await database.ReadAsync(s => Behind(s, following), cancellation) is { Count: > 0 } behind)
            {
                Delivery[] idle = [.. behind.Where(d => d.Wanted.Count == 0)];
                // Whoever wants nothing of it only moves on: all of those with one commit.
                if (idle.Length > 0) await database.WriteAsync(s => Array.ForEach(idle, d => store.MoveCursor(s, d.To.Name, d.From, d.Until)), cancellation: cancellation);
                foreach (Delivery delivery in behind.Except(idle))
                {
                    if (!await DeliverAsync(delivery, cancellation)) following.Remove(delivery.To);
                }
            }
            return following.Count == _subscribers.Length;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Every subscriber has seen the last sealed event, as this session sees it.</summary>
    public bool IsDelivered(SqlSession s)
    {
        (long head, IReadOnlyDictionary<string, long> cursors) = (store.Head(s), store.Cursors(s));
        return Array.TrueForAll(_subscribers, subscriber => cursors.GetValueOrDefault(subscriber.Name) >= head);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _work.WaitAsync(Idle, stoppingToken);
            await DrainAsync(stoppingToken);
        }
    }

    /// <summary>What each of <paramref name="following"/> has not seen yet, from the one farthest behind on; nothing when all have seen all.</summary>
    private IReadOnlyList<Delivery> Behind(SqlSession s, List<ILedgerSubscriber> following)
    {
        IReadOnlyDictionary<string, long> cursors = store.Cursors(s);
        if (following.Count == 0 || store.Rows(s, following.Min(f => cursors.GetValueOrDefault(f.Name)), Batch) is not { Count: > 0 } rows) return [];
        return [.. following.Select(f => Delivery.Of(f, cursors.GetValueOrDefault(f.Name), rows)).Where(d => d.From < d.Until)];
    }

    private async Task<bool> DeliverAsync(Delivery delivery, CancellationToken cancellation)
    {
        try
        {
            SealedEvent[] events = [.. delivery.Wanted.Select(r => new SealedEvent(r.Position, LedgerJson.Read(r.Body)))];
            await database.WriteAsync(s => Deliver(s, delivery, events), cancellation: cancellation);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(logger, delivery.To.Name, e);
            return false;
        }
    }

    private void Deliver(SqlSession s, Delivery delivery, SealedEvent[] events)
    {
        if (!store.MoveCursor(s, delivery.To.Name, delivery.From, delivery.Until)) return;
        foreach (SealedEvent e in events) delivery.To.Handle(s, e);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Subscriber {Subscriber} failed; it is tried again.")]
        public static partial void Failed(ILogger logger, string subscriber, Exception cause);
    }
}
