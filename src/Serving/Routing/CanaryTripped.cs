namespace Cairn.Serving;

/// <summary>The data plane dropped a canary by itself; its endpoint is answered by the stable variant until another release.</summary>
/// <param name="Endpoint">Name of the endpoint.</param>
/// <param name="Version">Version of the dropped canary.</param>
/// <param name="Release">The release of the limits that were crossed.</param>
/// <param name="At">Real time.</param>
public sealed record CanaryTripped(string Endpoint, string Version, string Release, DateTimeOffset At);
