using System.Diagnostics.CodeAnalysis;

namespace Cairn.Platform.Sql;

/// <summary>
/// Threads for work that waits for another program without giving its thread back. They are made when needed, up to a number, and go when they have had nothing to do for a while; what comes
/// beyond waits its turn, the first first. (The pool of the runtime makes one or two a second: with it, many callers at once would be served by as many threads as there are processors.)
/// </summary>
internal sealed class WaitingThreads(int most) : TaskScheduler
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);
    private readonly object _gate = new();
    private readonly Queue<Task> _waiting = new();
    private int _threads, _idle;

    public override int MaximumConcurrencyLevel => most;

    /// <summary>How many threads there are.</summary>
    public int Threads
    {
        get
        {
            lock (_gate) return _threads;
        }
    }

    /// <summary>What follows goes on elsewhere: these threads are for this work alone.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
        => Task.Factory.StartNew(work, cancellation, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler | TaskCreationOptions.RunContinuationsAsynchronously, this);

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            _waiting.Enqueue(task);
            if (_idle >= _waiting.Count)
            {
                Monitor.Pulse(_gate);
                return;
            }
            if (_threads == most) return;
            _threads++;
        }
        new Thread(Work) { IsBackground = true, Name = "sql" }.UnsafeStart();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate) return [.. _waiting];
    }

    private void Work()
    {
        while (TryNext(out Task? task)) TryExecuteTask(task);
    }

    /// <summary>Waits for the next; false when none came for a while.</summary>
    private bool TryNext([NotNullWhen(true)] out Task? next)
    {
        lock (_gate)
        {
            while (!_waiting.TryDequeue(out next))
            {
                _idle++;
                bool called = Monitor.Wait(_gate, Rest);
                _idle--;
                if (called || _waiting.Count > 0) continue;
                _threads--;
                return false;
            }
            return true;
        }
    }
}
