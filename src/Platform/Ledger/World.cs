using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Ledger;

/// <summary>Which world this ledger records, said once by its first event: the real one, or a simulated one with its own clock and people.</summary>
public sealed class World
{
    private readonly IDatabase _database;
    private readonly LedgerStore _store;
    private readonly DomainClock _clock;
    private readonly RealTime _real;

    internal World(IDatabase database, LedgerStore store, DomainClock clock, RealTime real) => (_database, _store, _clock, _real) = (database, store, clock, real);

    public bool Simulated { get; private set; }

    public long Seed { get; private set; }

    /// <summary>Domain time.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Opens the ledger or continues it. <paramref name="simulatedStart"/> asks for a simulated world.</summary>
    /// <exception cref="InvalidOperationException">The ledger records the real world.</exception>
    internal async Task OpenAsync(DateTimeOffset? simulatedStart, long seed, CancellationToken cancellation)
    {
        LedgerEvent opened = await _database.WriteAsync(s => FirstEvent(s) ?? Open(s, simulatedStart, seed), cancellation: cancellation);
        Simulated = opened.Data["world"]!.GetValue<string>() == WorldMark.Simulated;
        Seed = opened.Data["seed"]?.GetValue<long>() ?? 0;
        if (!Simulated && simulatedStart is not null)
            throw new InvalidOperationException("This ledger records the real world: it takes no simulated clock. Choose an empty --data directory.");
        if (Simulated)
            _clock.MoveTo(DateTimeOffset.FromUnixTimeMilliseconds(await _database.ReadAsync(WorldStore.Clock, cancellation)));
    }

    /// <summary>Moves the simulated clock, durably.</summary>
    internal async Task MoveToAsync(DateTimeOffset instant, CancellationToken cancellation)
    {
        if (!Simulated) throw new InvalidOperationException("Only a simulated clock can be moved.");
        if (instant <= Now) return;
        await _database.WriteAsync(s => WorldStore.MoveClock(s, instant), cancellation: cancellation);
        _clock.MoveTo(instant);
    }

    private static LedgerEvent? FirstEvent(SqlSession s)
        => WorldStore.FirstEvent(s) is { } body ? LedgerJson.Read(body) : null;

    private LedgerEvent Open(SqlSession s, DateTimeOffset? simulatedStart, long seed)
    {
        bool simulated = simulatedStart is not null;
        DateTimeOffset at = simulatedStart ?? _real.Now;
        JsonObject data = new()
        {
            ["world"] = simulated ? WorldMark.Simulated : "real",
            ["clock"] = simulated ? "simulated" : "system",
            ["people"] = simulated ? "simulated" : "real",
            ["format"] = 1,
        };
        if (simulated) data["seed"] = seed;
        var e = new LedgerEvent(Ulid.New(_real.Now), "ledger.opened", EventCatalog.Version, at, _real.Now, null, new Subject("ledger", "ledger"),
            Actor.Service("ledger"), [], null, new Dictionary<string, string>(StringComparer.Ordinal), 2, data) { World = simulated ? WorldMark.Simulated : null };
        _store.Insert(s, [e]);
        WorldStore.Open(s, at);
        return e;
    }
}
