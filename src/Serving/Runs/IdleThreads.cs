using System.Collections.Concurrent;

namespace Cairn.Serving.Runs;

/// <summary>Threads of the lowest priority, made when needed and kept: as many as were lent at once.</summary>
internal sealed class IdleThreads
{
    private readonly ConcurrentBag<IdleThread> _threads = [];

    /// <summary>The runtime of graphs does the calling thread's runs on one from now on, until this is disposed of, on the same thread. Where none can be made they stay where they are.</summary>
    public IDisposable Lend() => new Loan(this);

    private sealed class Loan : IDisposable
    {
        private readonly IdleThreads _of;
        private readonly IdleThread? _thread;

        public Loan(IdleThreads of)
        {
            _of = of;
            IdleThread.OfThisThread = _thread = of._threads.TryTake(out IdleThread? kept) ? kept : IdleThread.TryMake();
        }

        public void Dispose()
        {
            IdleThread.OfThisThread = null;
            if (_thread is not null) _of._threads.Add(_thread);
        }
    }
}
