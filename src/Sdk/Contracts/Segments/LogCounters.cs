namespace Cairn.Contracts.Segments;

/// <summary>Counts of one stream since the start, in records. <c>Appended - Durable - Lost</c> is what a crash now would lose.</summary>
/// <param name="Appended">Taken from callers.</param>
/// <param name="Durable">Synced to the disk.</param>
/// <param name="Lost">Given up because the disk refused them or the queue was full.</param>
/// <param name="Bytes">Written, frames included.</param>
/// <param name="Syncs">Number of syncs.</param>
/// <param name="CutBytes">Cut from torn tails when the stream was opened.</param>
public sealed record LogCounters(long Appended, long Durable, long Lost, long Bytes, long Syncs, long CutBytes);
