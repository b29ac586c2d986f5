using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Ledger;

/// <inheritdoc cref="ILedger"/>
internal sealed class SqlLedger(IDatabase database, World world, LedgerStore store, LedgerSignal signal, RealTime real) : ILedger
{
    private readonly Action _raise = signal.Raise;

    public IReadOnlyList<LedgerEvent> Append(SqlSession transaction, IReadOnlyList<EventDraft> drafts)
    {
        LedgerEvent[] events = [.. drafts.Select(draft => Event(transaction, draft))];
        store.Insert(transaction, events);
        transaction.AfterCommit(_raise);
        return events;
    }

    public Task<IReadOnlyList<SealedEvent>> ReadAsync(long position, int limit, EventFilter? filter, CancellationToken cancellation)
        => database.ReadAsync(s => store.Read(s, position, limit, filter ?? new EventFilter()), cancellation);

    public Task<IReadOnlyList<SealedEvent>> ReadBackAsync(long? position, int limit, EventFilter? filter, CancellationToken cancellation)
        => database.ReadAsync(s => store.ReadBack(s, position ?? long.MaxValue, limit, filter ?? new EventFilter()), cancellation);

    public Task<LedgerEvent?> FindAsync(string id, CancellationToken cancellation) => database.ReadAsync(s => store.Find(s, id), cancellation);

    private LedgerEvent Event(SqlSession transaction, EventDraft draft)
    {
        if (!world.Simulated && draft.Actor.Id.StartsWith("sim:", StringComparison.Ordinal))
            throw new ArgumentException($"'{draft.Actor.Id}' is a simulated identity; this ledger records the real world.", nameof(draft));
        DateTimeOffset recorded = real.Now;
        foreach (string empty in draft.Data.Where(p => p.Value is null).Select(p => p.Key).ToList()) draft.Data.Remove(empty);
        var e = new LedgerEvent(Ulid.New(recorded), draft.Type, EventCatalog.Version, draft.At ?? world.Now, recorded, draft.Project,
            new Subject(draft.Type.Split('.')[0], draft.SubjectId, draft.SubjectDigest), draft.Actor, draft.Cause, CycleOf(transaction, draft), draft.Digests, draft.Grade, draft.Data)
        {
            World = world.Simulated ? WorldMark.Simulated : null,
        };
        return EventCatalog.Fault(e) is { } fault ? throw new ArgumentException(fault, nameof(draft)) : e;
    }

    // A round goes back to the first event of its chain of causes.
    private string? CycleOf(SqlSession transaction, EventDraft draft)
        => draft.Cycle ?? (draft.Cause.Count > 0 ? store.Find(transaction, draft.Cause[0])?.Cycle ?? draft.Cause[0] : null);
}
