namespace Cairn.Contracts.Segments;

/// <summary>The truth about one prediction, as it was told. Told again, late or before its prediction, it is kept again: the join sorts it out.</summary>
/// <param name="Endpoint">Name of the endpoint.</param>
/// <param name="PredictionId"><c>request.row</c>; null when told by key.</param>
/// <param name="Key">Business key; null when told by prediction id.</param>
/// <param name="Value">What really happened.</param>
/// <param name="At">When it happened, domain time, as the sender says; the time of receipt when the sender says nothing.</param>
/// <param name="Received">When it was received, domain time.</param>
/// <param name="Id">The sender's own id of this telling: what is sent again under it counts once. Null without one.</param>
public sealed record OutcomeRecord(
    string Endpoint, string? PredictionId, string? Key, OutcomeValue Value, DateTimeOffset At, DateTimeOffset Received, string? Id = null);
