namespace Cairn.Tracking.Runs;

/// <summary>Which runs somebody wants to see, and in which order.</summary>
/// <param name="Filter">In MLflow's grammar.</param>
/// <param name="Sort">A column, with <c>-</c> before it for the greatest first; newest first unless said.</param>
/// <param name="State">Such as <c>FINISHED</c>.</param>
internal sealed record RunAsk(string? Filter = null, string? Sort = null, string? State = null);
