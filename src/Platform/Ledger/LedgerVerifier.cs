using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Ledger;

/// <summary>Recomputes the whole chain from the stored bytes.</summary>
public sealed class LedgerVerifier
{
    private readonly IDatabase _database;
    private readonly LedgerStore _store;

    internal LedgerVerifier(IDatabase database, LedgerStore store) => (_database, _store) = (database, store);

    /// <summary>The first fault, by position, or none; and how many events are not yet sealed.</summary>
    public async Task<LedgerVerdict> VerifyAsync(CancellationToken cancellation)
    {
        string previous = Chain.Genesis;
        long number = 0, position = 0;
        while (await _database.ReadAsync(s => _store.Blocks(s, number, 100), cancellation) is { Count: > 0 } blocks)
            foreach (LedgerBlock block in blocks)
            {
                if (block.Number != ++number || block.FirstPosition != position + 1 || block.Previous != previous)
                    return await VerdictAsync(position, previous, $"Block {number} does not follow the one before it.", position + 1, cancellation);
                IReadOnlyList<StoredEvent> events = await _database.ReadAsync(s => _store.StoredIn(s, block), cancellation);
                foreach (StoredEvent e in events)
                    if (e.Position != ++position || Fault(e) is not null)
                        return await VerdictAsync(position - 1, previous, Fault(e) ?? "The position is missing.", position, cancellation);
                if (position != block.LastPosition || Chain.BlockHash(previous, block.FirstPosition, events.Select(e => e.Hash)) != block.Hash)
                    return await VerdictAsync(position, previous, $"The hash of block {number} is not that of its events.", block.FirstPosition, cancellation);
                previous = block.Hash;
            }
        return await VerdictAsync(position, previous, null, null, cancellation);
    }

    private static string? Fault(StoredEvent e)
    {
        if (e.Body is null) return $"Event {e.EventId} is gone.";
        if (Chain.EventHash(e.Body) != e.Hash) return $"Event {e.EventId} is not what was sealed.";
        LedgerEvent stored = LedgerJson.Read(e.Body);
        bool same = stored.Id == e.EventId && stored.Type == e.Type && stored.Project == e.Project && stored.Subject.Kind == e.SubjectKind
            && stored.Subject.Id == e.SubjectId && stored.At.ToUnixTimeMilliseconds() == e.At;
        return same ? null : $"The index columns of event {e.EventId} differ from its body.";
    }

    private async Task<LedgerVerdict> VerdictAsync(long verified, string head, string? fault, long? at, CancellationToken cancellation)
    {
        (long events, long seals) = await _database.ReadAsync(_store.Counts, cancellation);
        return new LedgerVerdict(fault is null, verified, head, Math.Max(0, events - seals), at, fault);
    }
}
