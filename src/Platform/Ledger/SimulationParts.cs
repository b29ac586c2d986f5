using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Ledger;

/// <summary>All that must come to rest before simulated time moves on.</summary>
internal sealed record SimulationParts(
    World World, IDatabase Database, TimerStore Timers, IJobs Jobs, JobStore JobStore, JobSignal JobSignal, LedgerStore LedgerStore, Sealer Sealer, Dispatcher Dispatcher);
