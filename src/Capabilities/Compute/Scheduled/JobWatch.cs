using System.Collections.Concurrent;
using Cairn.Compute.Targets;
using Cairn.Platform.Jobs;
using Microsoft.Extensions.Logging;

namespace Cairn.Compute.Scheduled;

/// <summary>
/// Looks after all attempts of one target while there are any: the files often, the scheduler more seldom and with one question for all.
/// A scheduler that does not answer never holds up the look at the files.
/// </summary>
internal sealed partial class JobWatch(IScheduler scheduler, ScheduledOptions options, TargetHealth health, RealTime real, ILogger logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, WatchedJob> _jobs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task<Listing?> _asked = Task.FromResult<Listing?>(null);
    private bool _watching;

    /// <summary>The server ends, and with it all looking; the jobs do not.</summary>
    public bool Ended { get; private set; }

    public void Add(WatchedJob job)
    {
        _jobs[job.Name] = job;
        lock (_lock)
        {
            if (_watching) return;
            _watching = true;
        }
        _ = Task.Run(WatchAsync);
    }

    public void Remove(WatchedJob job) => _jobs.TryRemove(job.Name, out _);

    public WatchedJob? Find(string key) => _jobs.Values.FirstOrDefault(j => j.Key == key);

    /// <summary>Asks once; null when there was no answer.</summary>
    public async Task<Listing?> AskAsync()
    {
        long asked = real.Provider.GetTimestamp();
        try
        {
            var listing = new Listing(asked, await scheduler.ListAsync(_stop.Token));
            health.Answered();
            return listing;
        }
        catch (SchedulerAwayException e)
        {
            health.Away(e.Message);
            return null;
        }
    }

    public void Dispose()
    {
        Ended = true;
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        Listing? last = null;
        long askedAt = 0;
        bool stale = true;
        try
        {
            while (GoesOn())
            {
                if (_asked.IsCompletedSuccessfully)
                {
                    last = await _asked ?? last;
                    if (stale || real.Provider.GetElapsedTime(askedAt) >= options.Ask) (askedAt, stale, _asked) = (real.Provider.GetTimestamp(), false, AskAsync());
                }
                foreach (WatchedJob job in _jobs.Values) Look(job, last);
                stale |= await scheduler.ChangedAsync(options.Look, _stop.Token);
            }
        }
        catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException)
        {
            // The server ends; the jobs do not.
        }
    }

    private bool GoesOn()
    {
        lock (_lock) return _watching = !_jobs.IsEmpty && !_stop.IsCancellationRequested;
    }

    private void Look(WatchedJob job, Listing? last)
    {
        try
        {
            job.Look(last, scheduler.Title);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Blind(logger, job.Key, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The attempt of task {Key} could not be looked at.")]
        public static partial void Blind(ILogger logger, string key, Exception cause);
    }
}
