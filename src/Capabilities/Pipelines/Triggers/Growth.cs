namespace Cairn.Pipelines.Triggers;

/// <summary>Rows of a source that a trigger waits for.</summary>
/// <param name="Rows">Those of the new version.</param>
/// <param name="Need">Those that must have come since the trigger last fired.</param>
internal sealed record Growth(string Source, long Rows, long Need);
