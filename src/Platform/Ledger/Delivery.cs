namespace Cairn.Platform.Ledger;

/// <summary>What one subscriber is to be brought next.</summary>
/// <param name="From">The last position it has seen.</param>
/// <param name="Until">The position it has seen afterwards.</param>
internal sealed record Delivery(ILedgerSubscriber To, long From, long Until, IReadOnlyList<SealedRow> Wanted)
{
    /// <param name="rows">Sealed events in order, at least one.</param>
    public static Delivery Of(ILedgerSubscriber to, long from, IReadOnlyList<SealedRow> rows)
        => new(to, from, rows[^1].Position, [.. rows.Where(r => r.Position > from && to.Wants(r.Type))]);
}
