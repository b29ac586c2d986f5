using System.Text.Json;
using Cairn.Data.Arrivals;
using Cairn.Data.Diffs;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Data.Datasets;

/// <summary>Reads what the page of a version shows.</summary>
internal sealed class VersionReading(IDatasets datasets, IDatabase database, VersionRefs refs, VersionStores stores, DatasetLineages lineages)
{
    /// <param name="against">The version that it is compared with; null for the one before.</param>
    /// <exception cref="ApiException">404: there is no such version to compare with.</exception>
    public async Task<VersionModel?> ReadAsync(string project, string id, string? against, CancellationToken cancellation)
    {
        if (await datasets.FindAsync(id, cancellation) is not { } found || found.Project != project) return null;
        DatasetVersion version = await refs.RequireAsync(project, id, cancellation);
        DatasetVersion? before = string.IsNullOrEmpty(against) ? await database.ReadAsync(s => stores.Versions.Before(s, project, version.Source, version.Partition, version.Number)?.View(), cancellation)
            : await refs.RequireAsync(project, against, cancellation);
        Arrival? arrival = await database.ReadAsync(s => stores.Arrivals.Find(s, version.RunId)?.View(), cancellation);
        IReadOnlyList<ColumnProfile> now = await ProfileAsync(version, cancellation), then = before is null ? [] : await ProfileAsync(before, cancellation);
        IReadOnlyList<DatasetUse> uses = await lineages.UsedAsync(project, id, cancellation);
        IReadOnlyList<UsedBy> used = await database.ReadAsync(s => (IReadOnlyList<UsedBy>)[.. uses.Take(50).Select(u => new UsedBy(u.RunId, u.Purpose, u.At, stores.Numbers.Of(s, u.RunId)))], cancellation);
        return new VersionModel(version, before, now, then, used, arrival, null)
        {
            Schema = before is null ? [] : ProfileDiff.Schema(then, now),
            Changes = before is null ? [] : ProfileDiff.Columns(then, now),
        };
    }

    private async Task<IReadOnlyList<ColumnProfile>> ProfileAsync(DatasetVersion version, CancellationToken cancellation)
    {
        using JsonDocument profile = await datasets.ProfileAsync(version, cancellation);
        return ColumnProfile.Read(profile.RootElement);
    }
}

/// <summary>The stores that the page reads.</summary>
internal sealed record VersionStores(VersionStore Versions, ArrivalStore Arrivals, IEnumerable<IRunNumbers> Numbers);
