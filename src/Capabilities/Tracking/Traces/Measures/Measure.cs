namespace Cairn.Tracking.Traces.Measures;

/// <summary>Something that is counted, or a number that is measured.</summary>
/// <param name="Counts">Every part counts as one; else each that has the number.</param>
/// <param name="Dimensions">What it may be told apart by.</param>
internal sealed record Measure(string Name, bool Counts, IReadOnlyList<string> Dimensions);
