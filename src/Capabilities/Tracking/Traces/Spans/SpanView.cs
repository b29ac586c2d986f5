namespace Cairn.Tracking;

/// <summary>A span as pages and our own API show it.</summary>
/// <param name="Depth">0 for the root.</param>
/// <param name="OffsetMs">From the start of the first span.</param>
/// <param name="DurationMs">Null while it goes on.</param>
/// <param name="Inputs">A text as it is, anything else as JSON.</param>
public sealed record SpanView(
    string Id, string? Parent, int Depth, string Name, string Type, string Status, string? Message, double OffsetMs, double? DurationMs,
    string? Inputs, string? Outputs, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<SpanEvent> Events);
