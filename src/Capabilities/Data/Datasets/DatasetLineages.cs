using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Data.Datasets;

/// <summary>Reads lineage from the ledger: runs name what they read in <c>inputs</c> and what they made in <c>outputs</c>.</summary>
internal sealed class DatasetLineages(ILedger ledger, IDatabase database, VersionStore versions)
{
    private const int RunsLookedAt = 1000, Most = 100;

    public async Task<DatasetLineage> ReadAsync(DatasetVersion version, CancellationToken cancellation)
    {
        IReadOnlyList<LedgerEvent> made = await EventsAsync(new EventFilter { Project = version.Project, SubjectId = version.RunId }, cancellation);
        string? before = await database.ReadAsync(s => versions.Replacing(s, version.Project, version.Source, version.Partition, version.Number)?.Id, cancellation);
        return new DatasetLineage(version.Id, version.Source, version.Partition, version.Number, version.SourceUri, version.SourceDigest, version.RunId,
            [.. made.SelectMany(e => Ids(e.Data["inputs"])).Where(i => i.StartsWith("dsv-", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)], before, await UsedAsync(version.Project, version.Id, cancellation));
    }

    /// <summary>Runs that read the version, newest first.</summary>
    public async Task<IReadOnlyList<DatasetUse>> UsedAsync(string project, string id, CancellationToken cancellation)
        => [.. (await EventsAsync(new EventFilter { Project = project, Type = "run" }, cancellation)).Where(e => Ids(e.Data["inputs"]).Contains(id)).GroupBy(e => e.Subject.Id).Take(Most)
            .Select(g => new DatasetUse(g.Key, g.First().Data["purpose"]?.ToString() ?? "run", g.First().At, [.. g.SelectMany(e => Ids(e.Data["outputs"])).Distinct(StringComparer.Ordinal)]))];

    private async Task<IReadOnlyList<LedgerEvent>> EventsAsync(EventFilter filter, CancellationToken cancellation)
        => [.. (await ledger.ReadBackAsync(null, RunsLookedAt, filter, cancellation)).Select(e => e.Event)];

    // An id, a list of ids, or lists by the name of a source.
    private static IEnumerable<string> Ids(JsonNode? node) => node switch
    {
        JsonArray many => many.SelectMany(Ids),
        JsonObject named => named.SelectMany(p => Ids(p.Value)),
        JsonValue value => [value.ToString()],
        _ => [],
    };
}
