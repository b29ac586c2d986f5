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
            bool all = true;
            foreach (ILedgerSubscriber subscriber in _subscribers) all &= await FollowAsync(subscriber, cancellation);
            return all;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Every subscriber has seen the last sealed event, as this session sees it.</summary>
    public bool IsDelivered(SqlSession s)
    {
        long head = store.Head(s);
        return Array.TrueForAll(_subscribers, subscriber => store.Cursor(s, subscriber.Name) >= head);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _work.WaitAsync(Idle, stoppingToken);
            await DrainAsync(stoppingToken);
        }
    }

    private async Task<bool> FollowAsync(ILedgerSubscriber subscriber, CancellationToken cancellation)
    {
        try
        {
            while (await database.ReadAsync(s => (From: store.Cursor(s, subscriber.Name), Head: store.Head(s)), cancellation) is var (from, head) && from < head)
            {
                IReadOnlyList<SealedRow> rows = await database.ReadAsync(s => store.Rows(s, from, Batch), cancellation);
                SealedEvent[] wanted = [.. rows.Where(r => subscriber.Wants(r.Type)).Select(r => new SealedEvent(r.Position, LedgerJson.Read(r.Body)))];
                await database.WriteAsync(s => Deliver(s, subscriber, from, rows[^1].Position, wanted), cancellation: cancellation);
            }
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(logger, subscriber.Name, e);
            return false;
        }
    }

    private void Deliver(SqlSession s, ILedgerSubscriber subscriber, long from, long to, SealedEvent[] events)
    {
        if (!store.MoveCursor(s, subscriber.Name, from, to)) return;
        foreach (SealedEvent e in events) subscriber.Handle(s, e);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Subscriber {Subscriber} failed; it is tried again.")]
        public static partial void Failed(ILogger logger, string subscriber, Exception cause);
    }
}
