namespace Cairn.Serving;

/// <summary>The runs of one size.</summary>
/// <param name="Rows">Rows in each; the largest size holds all greater ones too.</param>
/// <param name="Runs">How many there were.</param>
/// <param name="InferNanoseconds">Time of the model itself in all of them.</param>
public sealed record BatchReading(int Rows, long Runs, long InferNanoseconds);
