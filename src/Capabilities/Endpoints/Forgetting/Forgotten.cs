namespace Cairn.Endpoints;

/// <summary>What was taken out of an endpoint's log for a key.</summary>
/// <param name="Predictions">Rows.</param>
/// <param name="Shadows">Rows that shadows said of them.</param>
/// <param name="Files">Parquet files that were written anew.</param>
internal sealed record Forgotten(long Predictions, long Shadows, long Outcomes, int Files);
