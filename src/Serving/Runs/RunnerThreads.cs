namespace Cairn.Serving.Runs;

/// <summary>
/// Threads that run models, apart from those that read and write requests, so that a slow model holds up neither health nor
/// other models. Made when needed, gone when idle.
/// </summary>
internal sealed class RunnerThreads
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);
    private readonly object _gate = new();
    private readonly Queue<IDrain> _todo = new();
    private int _idle;

    /// <summary>Gives a queue a thread, which stays with it while there is something to run.</summary>
    public void Start(IDrain queue)
    {
        lock (_gate)
        {
            _todo.Enqueue(queue);
            if (_idle >= _todo.Count)
            {
                Monitor.Pulse(_gate);
                return;
            }
        }

        new Thread(Work) { IsBackground = true, Name = "model run" }.Start();
    }

    private void Work()
    {
        while (Next() is { } queue) queue.Drain();
    }

    private IDrain? Next()
    {
        lock (_gate)
        {
            IDrain? next;
            while (!_todo.TryDequeue(out next))
            {
                _idle++;
                bool called = Monitor.Wait(_gate, Rest);
                _idle--;
                if (!called && _todo.Count == 0) return null;
            }

            return next;
        }
    }
}
