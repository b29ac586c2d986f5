namespace Cairn.Serving;

/// <summary>What versions did whose own counts are kept no more.</summary>
/// <param name="Requests">Answered, as the split decided.</param>
/// <param name="Rows">In those.</param>
/// <param name="Errors">Failures that they caused.</param>
public sealed record GoneReading(long Requests = 0, long Rows = 0, long Errors = 0);
