namespace Cairn.Serving;

/// <summary>The parts of runs, in nanoseconds.</summary>
/// <param name="Input">Writing the inputs into the model's buffers.</param>
/// <param name="Infer">The model itself.</param>
/// <param name="Output">Copying the outputs out.</param>
public readonly record struct RunTimes(long Input, long Infer, long Output);
