using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Records;

/// <summary>What is on record of one project, with the events of the whole installation first. Two readings without anything new are the same object.</summary>
internal sealed record ProjectRecords(string Project, IReadOnlyList<LedgerEvent> Installation, IReadOnlyList<LedgerEvent> Own)
{
    public IReadOnlyList<LedgerEvent> All { get; } = [.. Installation, .. Own];
}
