using Cairn.Endpoints;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using static Cairn.Monitoring.ProbeEndpoints;

namespace Cairn.Monitoring;

/// <summary>Takes what a prober hands in: each result once, all in one transaction.</summary>
internal sealed class ProbeInbox(IDatabase database, ProbeResultStore store, IEndpoints endpoints, World world, RealTime real)
{
    public World World => world;

    public RealTime Real => real;

    public async Task<ProbeReceipt> TakeAsync(string prober, IReadOnlyList<ProbeAnswer> results, CancellationToken cancellation)
    {
        var known = new Dictionary<string, EndpointView?>(StringComparer.Ordinal);
        foreach (string route in results.Select(r => r.Route).Distinct(StringComparer.Ordinal)) known[route] = await endpoints.ByRouteAsync(route, cancellation);
        long oldest = (real.Now - AvailabilityMeasure.Window - TimeSpan.FromDays(2)).ToUnixTimeMilliseconds();
        ProbeResult[] rows = [.. results.Where(r => known[r.Route] is not null).Select(r => Row(prober, known[r.Route]!, r)).Where(r => r.At >= oldest)];
        int taken = await database.WriteAsync(s =>
        {
            store.DropBefore(s, oldest);
            return rows.Count(r => store.Insert(s, r));
        }, cancellation: cancellation);
        return new ProbeReceipt(taken, rows.Length - taken, results.Count - rows.Length);
    }

    private static ProbeResult Row(string prober, EndpointView e, ProbeAnswer r) => new()
    {
        Project = e.Project,
        Endpoint = e.Name,
        Env = e.Environment,
        Prober = prober,
        At = r.At.ToUnixTimeMilliseconds(),
        EveryS = r.EveryS,
        Answered = r.Answered,
        Status = r.Status,
        TookMs = r.TookMs,
    };
}
