namespace Cairn.Tracking;

/// <summary>Something that happened within a span, such as an exception.</summary>
/// <param name="OffsetMs">From the start of the first span.</param>
public sealed record SpanEvent(string Name, double OffsetMs, IReadOnlyDictionary<string, string> Attributes);
