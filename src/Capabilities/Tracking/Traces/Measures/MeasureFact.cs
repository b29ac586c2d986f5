namespace Cairn.Tracking.Traces.Measures;

/// <summary>One part with its value.</summary>
/// <param name="At">When, in unix milliseconds.</param>
/// <param name="Dimensions">In the order asked for; a part that lacks one is not measured.</param>
internal readonly record struct MeasureFact(long At, double Value, string[] Dimensions);
