namespace Cairn.Platform.Ledger;

/// <summary>What <c>cairn ledger verify</c> found.</summary>
/// <param name="Events">Sealed events that hold, from the first on.</param>
/// <param name="Head">Hash of the last block that holds.</param>
/// <param name="Unsealed">Events written but not yet in the chain.</param>
/// <param name="FaultAt">Position of the first fault.</param>
public sealed record LedgerVerdict(bool Verified, long Events, string Head, long Unsealed, long? FaultAt, string? Fault);
