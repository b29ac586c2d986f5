namespace Cairn.Tracking;

/// <summary>A trace as another server has it.</summary>
/// <param name="Info">MLflow's <c>TraceInfoV3</c>, as JSON.</param>
/// <param name="Spans">Its spans as JSON: the list that servers answer, or the file that clients keep; null when there are none.</param>
public sealed record ImportedTrace(string Info, string? Spans);
