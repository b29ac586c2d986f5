using System.Globalization;
using System.Text;
using Cairn.Contracts.Snapshots;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Endpoints;

/// <summary>Makes the data plane serve what the tables say: at start, after each change, and again and again, so a lost signal or a full disk mends itself.</summary>
internal sealed partial class SnapshotPublisher(SnapshotBuilder builder, ISnapshotSink sink, SnapshotSignal signal, PublisherState state, ILogger<SnapshotPublisher> logger) : BackgroundService
{
    private bool _again;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset renewed = state.Real.Now;
        while (!stoppingToken.IsCancellationRequested)
        {
            bool again = true;
            try
            {
                again = await PublishAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.Failed(logger, e);
            }
            await signal.WaitAsync(again ? state.Options.RetryEvery : state.Options.CanaryLease / 3, stoppingToken);
            if (state.Real.Now - renewed < state.Options.RetryEvery) continue;
            // Another try, and another lease, is another snapshot.
            renewed = state.Real.Now;
            if (again) await state.Database.WriteAsync(s => state.Store.Bump(s), cancellation: stoppingToken);
        }
    }

    /// <summary>True when something is to be tried or renewed soon.</summary>
    private async Task<bool> PublishAsync(CancellationToken cancellation)
    {
        PlannedSnapshot planned = await builder.BuildAsync(cancellation);
        (long epoch, IReadOnlyList<PlannedEndpoint> endpoints) = (planned.Epoch, planned.Endpoints);
        if (epoch < sink.Epoch)
        {
            await state.Database.WriteAsync(s => state.Store.Bump(s, sink.Epoch + 1), cancellation: cancellation);
            signal.Raise();
            return true;
        }
        if (epoch == sink.Epoch)
        {
            signal.Settle(epoch);
            return _again;
        }
        await ApplyAsync(planned, cancellation);
        await state.Database.WriteAsync(s => Save(s, endpoints), cancellation: cancellation);
        signal.Settle(epoch);
        return _again = endpoints.Any(e => e.Fault is not null || e.View.Canary is not null);
    }

    private async Task ApplyAsync(PlannedSnapshot planned, CancellationToken cancellation)
    {
        while (true)
        {
            PlannedEndpoint[] chosen = [.. planned.Endpoints.Where(e => e.Chosen is not null)];
            try
            {
                var snapshot = new RouteSnapshot { Epoch = planned.Epoch, Endpoints = [.. chosen.Select(e => e.Chosen!)], Tokens = planned.Tokens };
                await sink.ApplyAsync(snapshot, cancellation);
                state.Served = new ServedSnapshot(snapshot);
                return;
            }
            catch (SnapshotException e)
            {
                Log.Refused(logger, planned.Epoch, e.Message);
                if (!Blame(chosen, e.Faults)) throw;
            }
        }
    }

    /// <summary>Lays each fault at its endpoint's door; false when none could be blamed.</summary>
    private static bool Blame(PlannedEndpoint[] chosen, IReadOnlyList<SnapshotFault> faults)
    {
        const string At = "$.endpoints[";
        bool blamed = false;
        foreach (var fault in faults.Where(f => f.Path.StartsWith(At, StringComparison.Ordinal)).GroupBy(f => f.Path[At.Length..f.Path.IndexOf(']', StringComparison.Ordinal)], StringComparer.Ordinal))
        {
            if (!int.TryParse(fault.Key, CultureInfo.InvariantCulture, out int at) || at >= chosen.Length) continue;
            chosen[at].Refuse(string.Join(' ', fault.Select(f => f.Message)));
            blamed = true;
        }
        return blamed;
    }

    private void Save(SqlSession s, IReadOnlyList<PlannedEndpoint> endpoints)
    {
        foreach (PlannedEndpoint e in endpoints)
        {
            string? good = e.Fault is null ? Encoding.UTF8.GetString(SnapshotJson.Serialize(new RouteSnapshot { Epoch = 1, Endpoints = [e.Chosen!] })) : null;
            state.Store.Served(s, e.View, e.Fault, good);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The snapshot could not be published; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception cause);

        [LoggerMessage(2, LogLevel.Warning, "Snapshot {Epoch} is refused: {Faults}")]
        public static partial void Refused(ILogger logger, long epoch, string faults);
    }
}
