using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Platform.Ledger;

/// <summary>Gives committed events their positions and chains them, a block at a time. One sealer works at once, by a lock in the database.</summary>
internal sealed partial class Sealer(IDatabase database, LedgerStore store, LedgerSignal signal, Dispatcher dispatcher, RealTime real, ILogger<Sealer> logger)
    : BackgroundService
{
    private const int BlockSize = 1000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>Seals all that is committed now.</summary>
    public async Task SealAsync(CancellationToken cancellation)
    {
        bool sealedAny = false;
        while (await database.WriteAsync(SealBlock, Lane.Pulse, cancellation) is var count && count > 0)
        {
            sealedAny = true;
            if (count < BlockSize) break;
        }
        if (!sealedAny) return;
        dispatcher.Wake();
        signal.Sealed();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signal.WaitAsync(Idle, stoppingToken);
                await SealAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.Failed(logger, e);
            }
        }
    }

    private int SealBlock(SqlSession s)
    {
        if (s.Engine == SqlEngine.Postgres && !s.Scalar<bool>("select pg_try_advisory_xact_lock(4711001)")) return 0;
        LedgerBlock? last = store.LastBlock(s);
        IReadOnlyList<UnsealedRow> rows = store.Unsealed(s, last?.Horizon ?? 0, BlockSize);
        if (rows.Count == 0) return 0;
        long first = (last?.LastPosition ?? 0) + 1;
        SealRow[] seals = [.. rows.Select((r, i) => new SealRow(first + i, r.Id, Chain.EventHash(r.Body)))];
        string previous = last?.Hash ?? Chain.Genesis;
        var block = new LedgerBlock
        {
            Number = (last?.Number ?? 0) + 1,
            FirstPosition = first,
            LastPosition = first + rows.Count - 1,
            Horizon = rows[^1].Place,
            Previous = previous,
            Hash = Chain.BlockHash(previous, first, seals.Select(x => x.Hash)),
            SealedAt = real.Now.ToUnixTimeMilliseconds(),
        };
        store.InsertBlock(s, block, seals);
        return rows.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Sealing the ledger failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception cause);
    }
}
