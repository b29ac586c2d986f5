using System.Text.Json.Nodes;
using Cairn.Endpoints;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>Compares what each environment's endpoints shall serve with what the data plane really serves.</summary>
internal sealed class EnvironmentHandler(IEndpoints endpoints, IServingReadings readings, IDatabase database, ILedger ledger, ProbeStore probes) : IJobHandler
{
    public const string JobKind = "environment-probe";

    public string Kind => JobKind;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        await endpoints.PublishedAsync(cancellation);
        IReadOnlyList<EndpointView> all = await endpoints.ListAsync(job.Project!, cancellation);
        foreach (IGrouping<string, EndpointView> environment in all.Where(e => e.Variants.Count > 0).GroupBy(e => e.Environment, StringComparer.Ordinal))
        {
            string[] differs = [.. environment.Where(e => !Serves(e, readings.Read(e.Route))).Select(e => e.Route)];
            await database.WriteAsync(s => Record(s, job, environment.Key, differs), cancellation: cancellation);
        }
    }

    private static bool Serves(EndpointView wanted, EndpointLive? live)
    {
        if (live is null || wanted.Fault is not null) return false;
        Dictionary<string, int> real = live.Variants.Where(v => v.Role != "retired").ToDictionary(v => v.VersionId, v => v.WeightPermille, StringComparer.Ordinal);
        return real.Count == wanted.Variants.Count && wanted.Variants.All(v => real.TryGetValue(v.VersionId, out int weight) && weight == v.WeightPermille);
    }

    private void Record(SqlSession s, JobContext job, string environment, string[] differs)
    {
        string id = $"probe-{job.Id}-{environment}";
        if (!probes.Take(s, id)) return;
        ledger.Append(s, new EventDraft("probe.finished", id, job.Project, ReleaseMove.Machine)
        {
            Grade = 3,
            Data = new JsonObject
            {
                ["of"] = "environment", ["given"] = "real", ["env"] = environment, ["ok"] = differs.Length == 0,
                ["detail"] = differs.Length == 0 ? null : $"serves something else: {string.Join(", ", differs)}",
            },
        });
    }
}
