using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Platform.Web;

/// <summary>
/// Tells open pages what the ledger sealed: topics <c>project:{name}</c>, <c>{noun}:{project}</c> and <c>ledger</c>.
/// It begins at the newest event and keeps no cursor: what no page saw needs no telling.
/// </summary>
internal sealed partial class LedgerFollower(IDatabase database, LedgerStore store, LedgerSignal signal, LiveHub hub, ILogger<LedgerFollower> logger) : BackgroundService
{
    private const int Batch = 500;

    // Another server may have sealed.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    public static IEnumerable<string> TopicsOf(SealedRow row) => row.Project is { } project ? ["ledger", "project:" + project, $"{row.SubjectKind}:{project}"] : ["ledger"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long position = await database.ReadAsync(store.Head, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            Task next = signal.NextSeal;
            try
            {
                position = await PublishAsync(position, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.Failed(logger, e);
            }
            await Task.WhenAny(next, Task.Delay(Idle, stoppingToken));
        }
    }

    private async Task<long> PublishAsync(long position, CancellationToken cancellation)
    {
        while (await database.ReadAsync(s => store.Rows(s, position, Batch), cancellation) is { Count: > 0 } rows)
        {
            foreach (string topic in rows.SelectMany(TopicsOf).Distinct(StringComparer.Ordinal)) hub.Publish(topic);
            position = rows[^1].Position;
        }
        return position;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Pages could not be told of new events; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception cause);
    }
}
