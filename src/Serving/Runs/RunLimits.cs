namespace Cairn.Serving.Runs;

/// <summary>How one variant's requests become runs of its model.</summary>
/// <param name="Parallel">Runs at once.</param>
/// <param name="Waiting">Requests that may wait; more are refused.</param>
/// <param name="BatchRows">Rows that several requests may share in one run; 1: each runs alone.</param>
/// <param name="Inline">Runs that take less, in nanoseconds, are not worth a queue.</param>
internal sealed record RunLimits(int Parallel, int Waiting, int BatchRows, long Inline);
