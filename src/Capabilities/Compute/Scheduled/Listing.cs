namespace Cairn.Compute.Scheduled;

/// <summary>One answer of a scheduler to the question for all jobs.</summary>
/// <param name="AskedAt">When the question was put, in ticks of our own clock.</param>
internal sealed record Listing(long AskedAt, IReadOnlyDictionary<string, ScheduledJob> Rows);
