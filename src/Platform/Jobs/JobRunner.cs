using System.Collections.Concurrent;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Platform.Jobs;

/// <summary>Leases jobs and runs their handlers side by side, each kind up to its own concurrency.</summary>
internal sealed partial class JobRunner(IDatabase database, JobStore store, JobSignal signal, IEnumerable<IJobHandler> handlers, PlatformOptions options, DomainClock clock, RealTime real, ILogger<JobRunner> logger)
    : BackgroundService
{
    private static readonly TimeSpan AtMostSimulated = TimeSpan.FromMilliseconds(200);
    private readonly string _owner = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
    private readonly Dictionary<string, IJobHandler> _handlers = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);
    private readonly string[] _kinds = [.. handlers.Select(h => h.Kind)];
    private readonly ConcurrentDictionary<string, int> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Id, int Attempt), Task> _tasks = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await LeaseAllAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // No more are leased.
        }
        // Those that run are cancelled with us: they tidy up and give themselves back, so that the next server need not wait for their lease.
        await Task.WhenAll(_tasks.Values);
    }

    private async Task LeaseAllAsync(CancellationToken stoppingToken)
    {
        if (database.Engine == SqlEngine.Sqlite) await database.WriteAsync(store.ReleaseAll, cancellation: stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                long asked = Now;
                for (; await LeaseAsync(asked, stoppingToken) is { } job; asked = Now) Start(job, stoppingToken);
                await signal.WaitAsync(await UntilNextAsync(asked, stoppingToken), stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.Broken(logger, e);
                await signal.WaitAsync(options.JobIdle, stoppingToken);
            }
        }
    }

    /// <param name="asked">When nothing could be leased; what came ready since is asked for at once.</param>
    private async Task<TimeSpan> UntilNextAsync(long asked, CancellationToken cancellation)
    {
        (long? first, long? next) = await database.ReadAsync(s => (store.NextReady(s, long.MinValue), store.NextReady(s, asked)), cancellation);
        // A ready job that was not leased waits for a free place, and the end of another wakes us; or it would wait for ever.
        if (first <= asked && await GiveUpAsync(cancellation)) return TimeSpan.Zero;
        return next is null ? options.JobIdle : TimeSpan.FromMilliseconds(Math.Clamp(next.Value - Now, 0, options.JobIdle.TotalMilliseconds));
    }

    private async Task<bool> GiveUpAsync(CancellationToken cancellation)
    {
        IReadOnlyList<JobRow> strange = await database.WriteAsync(s => store.GiveUp(s, _kinds, Now), cancellation: cancellation);
        foreach (JobRow job in strange) Log.Strange(logger, job.Kind, job.Key);
        if (strange.Count > 0) signal.RaiseSettled();
        return strange.Count > 0;
    }

    private Task<JobRow?> LeaseAsync(long now, CancellationToken cancellation)
    {
        string[] free = [.. _handlers.Values.Where(h => _running.GetValueOrDefault(h.Kind) < h.Concurrency).Select(h => h.Kind)];
        return free.Length == 0 ? Task.FromResult<JobRow?>(null)
            : database.WriteAsync(s => store.Lease(s, free, Mine, _owner, now, now + (long)options.JobLease.TotalMilliseconds), cancellation: cancellation);
    }

    private long Now => real.Now.ToUnixTimeMilliseconds();

    // What runs here keeps its lease, however late it is renewed: the machine may have slept, or the database been away.
    private string[] Mine => [.. _tasks.Keys.Select(t => t.Id)];

    private void Start(JobRow job, CancellationToken stopping)
    {
        _running.AddOrUpdate(job.Kind, 1, (_, n) => n + 1);
        var run = new Task<Task>(() => RunAsync(job, stopping));
        _tasks[(job.Id, job.Attempts)] = run.Unwrap();
        run.Start(TaskScheduler.Default);
    }

    private async Task RunAsync(JobRow job, CancellationToken stopping)
    {
        IJobHandler handler = _handlers[job.Kind];
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using ITimer heartbeat = real.Provider.CreateTimer(_ => _ = RenewAsync(job.Id, cancel), null, options.JobLease / 3, options.JobLease / 3);
        (string state, string? failure, long readyAt) = ("done", null, 0);
        long now = Now;
        try
        {
            await handler.RunAsync(new JobContext(job.Id, job.Key, job.Project, job.Payload, job.Attempts), cancel.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            (state, readyAt) = ("queued", now);
        }
        catch (Exception e)
        {
            Log.Failed(logger, job.Kind, job.Key, job.Attempts, e);
            bool again = job.Attempts < handler.Attempts;
            (state, failure, readyAt) = (again ? "queued" : "failed", e.Message, Now + (long)PauseOf(handler, job).TotalMilliseconds);
        }
        await SettleAsync(job, state, failure, readyAt);
    }

    // A simulated world has no time to wait for.
    private TimeSpan PauseOf(IJobHandler handler, JobRow job) => handler.PauseAfter(job.Attempts) is var pause && clock.Simulated && pause > AtMostSimulated ? AtMostSimulated : pause;

    private async Task SettleAsync(JobRow job, string state, string? failure, long readyAt)
    {
        try
        {
            await database.WriteAsync(s => store.Settle(s, job.Id, _owner, state, failure, readyAt, Now));
        }
        catch (Exception e)
        {
            // Its lease runs out and it is run again.
            Log.Unsettled(logger, job.Kind, job.Key, e);
        }
        _running.AddOrUpdate(job.Kind, 0, (_, n) => n - 1);
        _tasks.TryRemove((job.Id, job.Attempts), out _);
        signal.Raise();
        signal.RaiseSettled();
    }

    private async Task RenewAsync(string id, CancellationTokenSource cancel)
    {
        try
        {
            long until = real.Now.Add(options.JobLease).ToUnixTimeMilliseconds();
            if (!await database.WriteAsync(s => store.Renew(s, id, _owner, until), Lane.Pulse)) await cancel.CancelAsync();
        }
        catch (Exception e) when (e is ObjectDisposedException or System.Data.Common.DbException)
        {
            Log.NotRenewed(logger, id, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Job {Kind} {Key} failed at attempt {Attempt}.")]
        public static partial void Failed(ILogger logger, string kind, string key, int attempt, Exception cause);

        [LoggerMessage(2, LogLevel.Error, "Job {Kind} {Key} could not be settled.")]
        public static partial void Unsettled(ILogger logger, string kind, string key, Exception cause);

        [LoggerMessage(3, LogLevel.Warning, "The lease of job {Id} could not be renewed.")]
        public static partial void NotRenewed(ILogger logger, string id, Exception cause);

        [LoggerMessage(4, LogLevel.Error, "The job queue could not be read; it is tried again.")]
        public static partial void Broken(ILogger logger, Exception cause);

        [LoggerMessage(5, LogLevel.Warning, "Job {Key} is given up: this release has no jobs of kind {Kind}.")]
        public static partial void Strange(ILogger logger, string kind, string key);
    }
}
