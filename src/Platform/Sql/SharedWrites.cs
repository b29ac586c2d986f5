using System.Collections.Concurrent;

namespace Cairn.Platform.Sql;

/// <summary>
/// Writes of one kind. Those that come at the same time share a transaction, and the work gets them together, so that it needs few statements. When such a transaction fails, each of
/// them is tried by itself: a failure is that of its caller alone.
/// </summary>
/// <param name="work">The results in the order of the items. It changes nothing but the database: it may be run again.</param>
/// <param name="rows">About how many rows an item is worth; one when null.</param>
public sealed class SharedWrites<TItem, TResult>(IDatabase database, Lane lane, Func<SqlSession, IReadOnlyList<TItem>, IReadOnlyList<TResult>> work, Func<TItem, int>? rows = null)
{
    // While one transaction becomes durable, the next is at work. On SQLite other writers wait for a few thousand rows no longer than some milliseconds.
    private const int MostTogether = 128, MostRows = 2000, MostAtOnce = 2;
    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private int _running;

    /// <returns>The item's result, when it is durable.</returns>
    public Task<TResult> WriteAsync(TItem item, CancellationToken cancellation)
    {
        var waiting = new Waiting(item, cancellation);
        _waiting.Enqueue(waiting);
        Start();
        return waiting.Done.Task;
    }

    private void Start()
    {
        int running = Volatile.Read(ref _running);
        if (_waiting.IsEmpty || running == MostAtOnce) return;
        if (Interlocked.CompareExchange(ref _running, running + 1, running) == running) _ = RunAsync();
        else Start();
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } items) await WriteAsync(items);
        Interlocked.Decrement(ref _running);
        // What came between the last look and the line above found nobody ready to take it.
        Start();
    }

    private List<Waiting> Take()
    {
        var items = new List<Waiting>();
        for (int taken = 0; items.Count < MostTogether && taken < MostRows && _waiting.TryDequeue(out Waiting? next);)
        {
            if (next.Cancellation.IsCancellationRequested)
            {
                next.Done.TrySetCanceled(next.Cancellation);
                continue;
            }
            items.Add(next);
            taken += rows?.Invoke(next.Item) ?? 1;
        }
        return items;
    }

    private async Task WriteAsync(List<Waiting> items)
    {
        if (items.Count > 1)
        {
            try
            {
                IReadOnlyList<TResult> results = await database.WriteAsync(s => work(s, items.ConvertAll(w => w.Item)), lane, CancellationToken.None);
                for (int i = 0; i < items.Count; i++) items[i].Done.TrySetResult(results[i]);
                return;
            }
            catch (Exception)
            {
                // Whose fault it was shows below.
            }
        }
        await Task.WhenAll(items.Select(OneAsync));
    }

    private async Task OneAsync(Waiting waiting)
    {
        try
        {
            waiting.Done.TrySetResult(await database.WriteAsync(s => work(s, [waiting.Item])[0], lane, waiting.Cancellation));
        }
        catch (OperationCanceledException) when (waiting.Cancellation.IsCancellationRequested)
        {
            waiting.Done.TrySetCanceled(waiting.Cancellation);
        }
        catch (Exception e)
        {
            waiting.Done.TrySetException(e);
        }
    }

    private sealed record Waiting(TItem Item, CancellationToken Cancellation)
    {
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
