using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cairn.Compute.Local;

/// <summary>
/// Looks at all running tasks several times a second: memory and processes of each tree, length of each log. Limits set per process
/// would miss a tree of many small ones, and an address space limit stops runtimes that reserve much and use little.
/// </summary>
internal sealed partial class TreeWatch(ILogger<TreeWatch> logger) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<string, WatchedTask> _tasks = new(StringComparer.Ordinal);
    private readonly ManualResetEventSlim _some = new();
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;

    public void Add(WatchedTask task)
    {
        _tasks[task.Key] = task;
        _some.Set();
        // A thread of its own: the pool may be busy or unable to grow just when a task runs wild.
        var thread = new Thread(Watch) { IsBackground = true, Name = "tree-watch" };
        if (Interlocked.CompareExchange(ref _thread, thread, null) is null) thread.Start();
    }

    public void Remove(WatchedTask task)
    {
        _tasks.TryRemove(task.Key, out _);
        task.Raise();
    }

    public WatchedTask? Find(string key) => _tasks.GetValueOrDefault(key);

    public void Dispose() => _stop.Cancel();

    private void Watch()
    {
        try
        {
            while (!_stop.Token.WaitHandle.WaitOne(Period))
            {
                if (_tasks.IsEmpty) Rest();
                Look();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    private void Rest()
    {
        _some.Reset();
        if (_tasks.IsEmpty) _some.Wait(_stop.Token);
    }

    private void Look()
    {
        try
        {
            Dictionary<int, WatchedTask> sessions = [];
            foreach (WatchedTask task in _tasks.Values)
            {
                task.Begin();
                if (task.Session != 0) sessions[task.Session] = task;
            }
            foreach (ProcessRow process in ProcessTable.Read())
                if (sessions.TryGetValue(process.Session, out WatchedTask? task)) task.Saw(process);
        }
        catch (IOException e)
        {
            Log.Blind(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The running tasks could not be looked at.")]
        public static partial void Blind(ILogger logger, Exception cause);
    }
}
