using Cairn.Platform.Sql;

namespace Cairn.Platform.Ledger;

/// <summary>
/// Follows the ledger. Each event comes once, in order: the effect (what <see cref="Handle"/> writes) and the cursor are one transaction.
/// For work that takes time, enqueue a job there.
/// </summary>
public interface ILedgerSubscriber
{
    /// <summary>Stable name; the cursor is kept under it.</summary>
    string Name { get; }

    bool Wants(string type);

    void Handle(SqlSession transaction, SealedEvent sealedEvent);
}
