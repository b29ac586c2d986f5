namespace Cairn.Tracking;

/// <summary>A trace that a notebook shows.</summary>
/// <param name="Href">Of its page here.</param>
/// <param name="Trace">Null when it is not here.</param>
public sealed record NotebookTrace(string Id, string? Href, TraceDetail? Trace);
