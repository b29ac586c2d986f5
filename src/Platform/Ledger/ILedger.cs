using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Ledger;

/// <summary>
/// The append-only record of every act. An event is written in the transaction of the state it speaks of, and is sealed
/// (given its position and hashed into the chain) within 100 ms after commit. Readers see sealed events only.
/// </summary>
public interface ILedger
{
    /// <summary>Appends within the caller's transaction.</summary>
    /// <exception cref="ArgumentException">The type or a field is not in the catalog, or a simulated actor acts in a real world.</exception>
    LedgerEvent Append(SqlSession transaction, EventDraft draft) => Append(transaction, [draft])[0];

    /// <summary>Several by one statement, in their order; all or none.</summary>
    /// <inheritdoc cref="Append(SqlSession, EventDraft)"/>
    IReadOnlyList<LedgerEvent> Append(SqlSession transaction, IReadOnlyList<EventDraft> drafts);

    /// <summary>Sealed events after <paramref name="position"/>, oldest first.</summary>
    Task<IReadOnlyList<SealedEvent>> ReadAsync(long position, int limit, EventFilter? filter = null, CancellationToken cancellation = default);

    /// <summary>The newest sealed events before <paramref name="position"/> (null: from the end), newest first.</summary>
    Task<IReadOnlyList<SealedEvent>> ReadBackAsync(long? position, int limit, EventFilter? filter = null, CancellationToken cancellation = default);

    /// <summary>One event by id, sealed or not; null when there is none.</summary>
    Task<LedgerEvent?> FindAsync(string id, CancellationToken cancellation = default);
}
