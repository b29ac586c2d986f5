namespace Cairn.Tracking.Traces.Measures;

/// <summary>What is to be measured, understood. Times are unix milliseconds, both included.</summary>
/// <param name="Bucket">Milliseconds that are taken together; null for all of the time.</param>
internal sealed record MeasureAsk(
    IReadOnlyList<long> Experiments, MeasureView View, Measure Measure, IReadOnlyList<Aggregation> Aggregations, IReadOnlyList<string> Dimensions, MeasureFilter Filter, long? Bucket, long? From, long? To);
