using System.Collections.Concurrent;
using Cairn.Platform.Jobs;
using Microsoft.Extensions.Logging;

namespace Cairn.Compute.Local;

/// <summary>
/// Looks at all running tasks several times a second: memory and processes of each tree, length of each log. Limits set per process
/// would miss a tree of many small ones, and an address space limit stops runtimes that reserve much and use little.
/// </summary>
internal sealed partial class TreeWatch(RealTime real, ILogger<TreeWatch> logger) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(150);
    private readonly ConcurrentDictionary<string, WatchedTask> _tasks = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private int _looking;

    public void Add(WatchedTask task)
    {
        _tasks[task.Key] = task;
        lock (_lock)
        {
            _timer ??= real.Provider.CreateTimer(_ => Look(), null, Period, Period);
        }
    }

    public void Remove(WatchedTask task)
    {
        _tasks.TryRemove(task.Key, out _);
        task.Raise();
        lock (_lock)
        {
            if (!_tasks.IsEmpty) return;
            _timer?.Dispose();
            _timer = null;
        }
    }

    public WatchedTask? Find(string key) => _tasks.GetValueOrDefault(key);

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        // A look that takes longer than the period is not overtaken by the next.
        if (Interlocked.Exchange(ref _looking, 1) == 1) return;
        try
        {
            List<ProcessRow> processes = ProcessTable.Read();
            foreach (WatchedTask task in _tasks.Values) task.Look(processes);
        }
        catch (IOException e)
        {
            Log.Blind(logger, e);
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The running tasks could not be looked at.")]
        public static partial void Blind(ILogger logger, Exception cause);
    }
}
