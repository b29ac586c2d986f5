namespace Cairn.Endpoints;

/// <summary>Counters of a shadow since the data plane started; latencies in milliseconds of the last five minutes, 0 without answers in them.</summary>
/// <param name="Answered">Requests it was asked and answered, for nobody.</param>
/// <param name="Shed">Requests it was not asked because it or the endpoint was busy.</param>
/// <param name="Fault">Why it cannot be asked at all; then there is no version, and the endpoint answers without it.</param>
public sealed record ShadowLive(string VersionId, int SharePermille, long Answered, long Shed, long Errors, double P50Ms, double P99Ms, string? Fault);
