namespace Cairn.Tracking;

/// <summary>An assessment of a trace.</summary>
/// <param name="Kind"><c>feedback</c>, <c>expectation</c> or <c>issue</c>.</param>
/// <param name="Valid">False when a later one stands in its place.</param>
public sealed record TraceOpinion(string Id, string Kind, string Name, string? Value, string? Source, string? Rationale, bool Valid, DateTimeOffset CreatedAt);
