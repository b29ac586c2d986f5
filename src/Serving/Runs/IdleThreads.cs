using System.Collections.Concurrent;

namespace Cairn.Serving.Runs;

/// <summary>Threads of the lowest priority, made when needed and kept: as many as were lent at once. Where none can be made the work stays where it is.</summary>
internal sealed class IdleThreads
{
    /// <summary>What waits to be freed beyond that is freed by who brings it.</summary>
    private const int MostLater = 16;

    /// <summary>A call that is done when the machine has time for it: no longer than who makes it can bear where it never has.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentBag<IdleThread> _threads = [];
    private readonly ConcurrentQueue<Action> _later = new();
    private readonly Lock _oneByOne = new();
    private int _freeing, _left;

    public static IdleThreads Shared { get; } = new();

    /// <summary>The runtime of graphs does the calling thread's runs on one from now on, until this is disposed of, on the same thread.</summary>
    public IDisposable Lend() => new Loan(this);

    /// <summary>
    /// Has a short call of native code made on one while the caller waits. Where the machine is too busy for that the caller makes it too, and the other result is dropped when it comes; until then each caller makes
    /// his own.
    /// </summary>
    public nint Make(Func<nint> call, Action<nint> drop)
    {
        if (Volatile.Read(ref _left) > 0 || Take() is not { } thread) return call();
        var first = new FirstCall(call, drop);
        Begin(thread, () =>
        {
            if (!first.Make()) Interlocked.Decrement(ref _left);
        });
        if (first.TryWait(Patience, out nint made)) return made;
        Interlocked.Increment(ref _left);
        return call();
    }

    /// <summary>Has something freed, by native code nearly alone, when the machine has time for it.</summary>
    public void Later(Action free)
    {
        if (_later.Count >= MostLater)
        {
            free();
            return;
        }

        _later.Enqueue(free);
        if (Interlocked.CompareExchange(ref _freeing, 1, 0) != 0) return;
        if (Take() is { } thread) Begin(thread, Free);
        else Free();
    }

    /// <summary>Frees on the calling thread what still waits; what was being freed is free, too, when it returns.</summary>
    public void FreeNow()
    {
        while (true)
        {
            lock (_oneByOne)
            {
                if (!_later.TryDequeue(out Action? free)) return;
                free();
            }
        }
    }

    private void Free()
    {
        do
        {
            try { FreeNow(); }
            finally { Interlocked.Exchange(ref _freeing, 0); }
        }
        while (!_later.IsEmpty && Interlocked.CompareExchange(ref _freeing, 1, 0) == 0);
    }

    private void Begin(IdleThread thread, Action work) => thread.Begin(work, () => _threads.Add(thread));

    private IdleThread? Take() => _threads.TryTake(out IdleThread? kept) ? kept : IdleThread.TryMake();

    private sealed class Loan : IDisposable
    {
        private readonly IdleThreads _of;
        private readonly IdleThread? _thread;

        public Loan(IdleThreads of)
        {
            _of = of;
            IdleThread.OfThisThread = _thread = of.Take();
        }

        public void Dispose()
        {
            IdleThread.OfThisThread = null;
            if (_thread is not null) _of._threads.Add(_thread);
        }
    }
}
