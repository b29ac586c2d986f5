namespace Cairn.Tracking;

/// <summary>A trace of an experiment, as pages and our own API show it.</summary>
/// <param name="State"><c>IN_PROGRESS</c>, <c>OK</c>, <c>ERROR</c> or <c>STATE_UNSPECIFIED</c>.</param>
/// <param name="DurationMs">Null while it goes on.</param>
/// <param name="Tokens">Of all calls of language models within it; null when none was counted.</param>
/// <param name="Request">The beginning of what it was asked.</param>
/// <param name="Runs">Ids of the runs it belongs to.</param>
public sealed record TraceView(
    string Id, string Name, string Experiment, string State, DateTimeOffset StartedAt, long? DurationMs, long? Tokens, string? Request, string? Response, IReadOnlyList<string> Runs);
