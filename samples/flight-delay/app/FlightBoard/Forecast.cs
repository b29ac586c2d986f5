namespace FlightBoard;

/// <summary>What the model says of one flight.</summary>
/// <param name="Late">Probability that it arrives more than 15 minutes late.</param>
/// <param name="Version">Version of the model that answered.</param>
public sealed record Forecast(string FlightId, double Late, string Version);
