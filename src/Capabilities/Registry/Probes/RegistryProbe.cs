using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Registry.Probes;

/// <summary>Once a day compares what endpoints have loaded, by digest, with what the registry says, and puts the answer on the ledger.</summary>
internal sealed class RegistryProbe(IDatabase database, RegistryStores stores, ILedger ledger, IEnumerable<IServedDigests> served) : IJobHandler
{
    public const string KindName = "registry.probe";
    private const int Probed = 3;

    public string Kind => KindName;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        var all = new List<ServedDigest>();
        foreach (IServedDigests source in served) all.AddRange(await source.ListAsync(cancellation));
        await database.WriteAsync(s =>
        {
            // A job may be done again after a crash; its key is its mark.
            if (!stores.Probes.Claim(s, job.Key)) return;
            foreach (IGrouping<(string Project, string Endpoint, string Environment), ServedDigest> endpoint in all.GroupBy(d => (d.Project, d.Endpoint, d.Environment))) Record(s, job, endpoint.Key, [.. endpoint]);
        }, cancellation: cancellation);
    }

    private void Record(SqlSession s, JobContext job, (string Project, string Endpoint, string Environment) where, IReadOnlyList<ServedDigest> loaded)
    {
        string[] wrong = [.. loaded.Where(d => stores.Versions.Find(s, d.VersionId) is not { } version || version.Digest != d.Digest || version.Project != d.Project).Select(d => d.VersionId)];
        ledger.Append(s, new EventDraft("probe.finished", $"{job.Key}:{where.Endpoint}:{where.Environment}", where.Project, Actor.Service("registry"))
        {
            Grade = Probed,
            Data = new JsonObject
            {
                ["of"] = "registry",
                ["ok"] = wrong.Length == 0,
                ["endpoint"] = where.Endpoint,
                ["env"] = where.Environment,
                ["detail"] = wrong.Length == 0 ? $"{loaded.Count} loaded models are those of the registry" : $"not as registered: {string.Join(", ", wrong)}",
            },
        });
    }
}
