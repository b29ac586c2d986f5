using System.Text.Json;
using Cairn.Endpoints;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>
/// What a release cost in time without answers, by the data plane's own clock: its reading when the release first touched the endpoint against
/// that at the end. A data plane that began anew in between cannot tell, and then nothing is said.
/// </summary>
internal sealed class Downtime(IEndpoints endpoints, IServingReadings readings)
{
    /// <summary>JSON to be kept with the release.</summary>
    public string Mark(SqlSession s, Release r) => JsonSerializer.Serialize(Read(s, r) is { } live ? new Reading(live.Instance, live.DownMs) : new Reading(null, 0), ApiJson.Options);

    /// <summary>Milliseconds since the mark; null when nobody can tell.</summary>
    public long? Since(SqlSession s, Release r)
    {
        if (r.Served is null || Read(s, r) is not { } live) return null;
        Reading before = JsonSerializer.Deserialize<Reading>(r.Served, ApiJson.Options)!;
        // Never served before: all of its life lies after the mark.
        return before.Instance is null || before.Instance == live.Instance ? live.DownMs - before.DownMs : null;
    }

    private EndpointLive? Read(SqlSession s, Release r) => endpoints.Find(s, r.Project, r.Name, r.Environment) is { } view ? readings.Read(view.Route) : null;

    private sealed record Reading(string? Instance, long DownMs);
}
