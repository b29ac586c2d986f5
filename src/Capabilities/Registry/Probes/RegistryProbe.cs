using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Registry.Probes;

/// <summary>Once a day compares what endpoints have loaded, by digest, with what the registry says, and puts the answer on the ledger and beside the versions.</summary>
internal sealed class RegistryProbe(IDatabase database, RegistryStores stores, ILedger ledger, IEnumerable<IServedDigests> served, TimeProvider time) : IJobHandler
{
    public const string KindName = "registry.probe";
    private const int Probed = 3;

    public string Kind => KindName;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        var all = new List<ServedEndpoint>();
        foreach (IServedDigests source in served) all.AddRange(await source.ListAsync(cancellation));
        await database.WriteAsync(s =>
        {
            // A job may be done again after a crash; its key is its mark.
            if (!stores.Probes.Claim(s, job.Key)) return;
            foreach (IGrouping<(string Project, string Endpoint, string Environment), ServedEndpoint> seen in all.GroupBy(e => (e.Project, e.Endpoint, e.Environment)))
            {
                // What is not seen again where one looked is not served any more.
                stores.Probes.Clear(s, seen.Key.Project, seen.Key.Endpoint, seen.Key.Environment);
                ServedDigest[] loaded = [.. seen.SelectMany(e => e.Loaded)];
                if (loaded.Length > 0) Record(s, job, seen.Key, loaded);
            }
        }, cancellation: cancellation);
    }

    private void Record(SqlSession s, JobContext job, (string Project, string Endpoint, string Environment) where, IReadOnlyList<ServedDigest> loaded)
    {
        // One that an endpoint has loaded twice is wrong where either is.
        (ServedDigest Seen, bool Ok)[] seen = [.. loaded.Select(d => (Seen: d, Ok: IsRegistered(s, where.Project, d))).OrderBy(d => d.Ok).DistinctBy(d => d.Seen.VersionId)];
        string[] wrong = [.. seen.Where(d => !d.Ok).Select(d => d.Seen.VersionId)];
        LedgerEvent told = ledger.Append(s, new EventDraft("probe.finished", $"{job.Key}:{where.Endpoint}:{where.Environment}", where.Project, Actor.Service("registry"))
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
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach ((ServedDigest d, bool ok) in seen)
            stores.Probes.Save(s, new VersionAudit { Project = where.Project, Endpoint = where.Endpoint, Env = where.Environment, Version = d.VersionId, Ok = ok, Loaded = d.Digest, SeenAt = now, Event = told.Id });
    }

    private bool IsRegistered(SqlSession s, string project, ServedDigest d) => stores.Versions.Find(s, d.VersionId) is { } version && version.Digest == d.Digest && version.Project == project;
}
