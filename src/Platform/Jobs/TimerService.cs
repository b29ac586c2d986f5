using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Platform.Jobs;

/// <summary>Fires timers as real domain time passes. A simulated clock moves by <see cref="Ledger.Simulation"/> only.</summary>
internal sealed partial class TimerService(IDatabase database, TimerStore store, TimerSignal signal, IJobs jobs, DomainClock clock, ILogger<TimerService> logger) : BackgroundService
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && !clock.Simulated)
        {
            try
            {
                await database.WriteAsync(s => store.Fire(s, clock.GetUtcNow(), jobs), cancellation: stoppingToken);
                long? next = await database.ReadAsync(store.NextDue, stoppingToken);
                TimeSpan wait = next is null ? AtMost : DateTimeOffset.FromUnixTimeMilliseconds(next.Value) - clock.GetUtcNow();
                if (wait > TimeSpan.Zero) await signal.WaitAsync(wait < AtMost ? wait : AtMost, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.Failed(logger, e);
                await signal.WaitAsync(AtMost, stoppingToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Timers could not be fired; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception cause);
    }
}
