using Cairn.Contracts.Ledger;

namespace Cairn.Platform.Ledger;

/// <summary>An event with its place in the chain, counted from 1 in commit order without gaps.</summary>
public sealed record SealedEvent(long Position, LedgerEvent Event);
