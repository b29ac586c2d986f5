namespace Cairn.Serving;

/// <summary>Where the time of a version's requests went.</summary>
/// <param name="Requests">Requests that runs answered.</param>
/// <param name="Runs">Runs of the model; fewer than requests where several shared one.</param>
/// <param name="QueueNanoseconds">Time that requests waited for a run.</param>
/// <param name="Times">The parts of the runs.</param>
/// <param name="Batches">Runs by size.</param>
public sealed record RunReading(long Requests, long Runs, long QueueNanoseconds, RunTimes Times, IReadOnlyList<BatchReading> Batches);
