using System.Collections.Concurrent;

namespace Cairn.Pipelines.Runs;

/// <summary>Scratches of steps that are over, removed while the run goes on: whoever follows a step need not wait for that, only the end of the run does.</summary>
internal sealed class Leftovers
{
    private readonly ConcurrentDictionary<Task, bool> _open = new();

    public void Add(Func<Task> remove)
    {
        Task removal = Task.Run(remove);
        _open[removal] = true;
        _ = removal.ContinueWith(done => _open.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when nothing is left; fails when something could not be removed.</summary>
    public Task GoneAsync() => Task.WhenAll(_open.Keys);
}
