using System.Collections.Concurrent;

namespace Cairn.Pipelines.Runs;

/// <summary>Reaches the runs that this process is carrying out.</summary>
internal sealed class RunCancellations
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    public IDisposable Track(string runId, CancellationTokenSource source)
    {
        _running[runId] = source;
        return new Tracked(() => _running.TryRemove(runId, out _));
    }

    public void Cancel(string runId)
    {
        if (_running.TryGetValue(runId, out CancellationTokenSource? source)) source.Cancel();
    }

    private sealed class Tracked(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
