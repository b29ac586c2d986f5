using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Data.Datasets;
using Cairn.Data.Tags;
using Cairn.Data.Views;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Data.Removal;

/// <summary>
/// Takes the content of versions away that nothing needs: not the newest of a partition, not tagged, and needed by no room. The version stays on
/// record with its profile, and says since when it is gone.
/// </summary>
internal sealed class DatasetRemoval(IDatabase database, VersionStore versions, IArtifactStore artifacts, RemovalParts parts)
{
    /// <exception cref="ApiException">409: something still needs it, or it is deleted already.</exception>
    public async Task<DatasetVersion> DeleteAsync(DatasetVersion version, Actor actor, CancellationToken cancellation)
    {
        await RemoveAsync([version.Id], version.Project, actor, refuse: true, cancellation);
        return version with { DeletedAt = parts.Clock.GetUtcNow() };
    }

    /// <summary>All versions of a project (of a source) that were replaced and that nothing needs.</summary>
    /// <param name="delete">False: only tells what would be done.</param>
    public async Task<RemovalReport> CollectAsync(string project, string? source, bool delete, Actor actor, CancellationToken cancellation)
    {
        List<RemovalLine> lines = await database.ReadAsync(s => versions.Replaced(s, project, source).Where(v => v.DeletedAt is null)
            .Select(v => new RemovalLine(v.Id, v.Source, v.Partition, v.Number, v.Bytes, [.. Needs(s, v)])).ToList(), cancellation);
        if (delete) await RemoveAsync([.. lines.Where(l => l.NeededBy.Count == 0).Select(l => l.Id)], project, actor, refuse: false, cancellation);
        return new RemovalReport(delete, lines.Where(l => l.NeededBy.Count == 0).Sum(l => l.Bytes), lines);
    }

    private async Task RemoveAsync(IReadOnlyList<string> ids, string project, Actor actor, bool refuse, CancellationToken cancellation)
    {
        if (ids.Count == 0) return;
        using IDisposable gate = await parts.Gate.TakeAwayAsync(cancellation);
        IReadOnlyList<string> loose = await database.WriteAsync(s => Mark(s, ids, project, actor, refuse), cancellation: cancellation);
        foreach (string digest in loose) await artifacts.DeleteAsync(digest, CancellationToken.None);
    }

    // Needs are asked for again within the transaction: a run may have begun since.
    private IReadOnlyList<string> Mark(SqlSession s, IReadOnlyList<string> ids, string project, Actor actor, bool refuse)
    {
        List<VersionRow> gone = [];
        foreach (VersionRow row in ids.Select(id => versions.Find(s, id)!))
        {
            List<string> needs = [.. Needs(s, row)];
            if (refuse && row.DeletedAt is not null) throw ApiException.Conflict("The version is deleted already.");
            if (refuse && needs.Count > 0) throw ApiException.Conflict($"Version {row.Number} of '{row.Source}' is still needed: {string.Join("; ", needs)}.");
            if (needs.Count == 0 && versions.Delete(s, row.Id, actor.Id, parts.Clock.GetUtcNow().ToUnixTimeMilliseconds())) gone.Add(row);
        }
        if (gone.Count > 0) Record(s, gone, project, actor);
        return [.. gone.Select(v => v.Digest).Distinct(StringComparer.Ordinal).Where(d => !versions.IsHeld(s, d))];
    }

    private IEnumerable<string> Needs(SqlSession s, VersionRow row)
    {
        if (versions.Newest(s, row.Project, row.Source, row.Partition)?.Id == row.Id) yield return "it is the newest of its partition";
        foreach (string tag in parts.Tags.NamesOf(s, row.Id)) yield return $"it is tagged '{tag}'";
        foreach (VersionRow view in versions.Shown(s, row.Project, ViewSource.Uri(row.Source, row.Number))) yield return $"version {view.Number} of the view '{view.Source}' shows it";
        foreach (string why in parts.Needs.SelectMany(n => n.Why(s, row.Project, row.Id))) yield return why;
    }

    private void Record(SqlSession s, List<VersionRow> gone, string project, Actor actor)
    {
        string id = "gc-" + Ulid.New(parts.Real.Now);
        LedgerEvent started = parts.Ledger.Append(s, new EventDraft("run.started", id, project, actor) { Data = new JsonObject { ["purpose"] = "gc" } });
        parts.Ledger.Append(s, new EventDraft("run.finished", id, project, actor)
        {
            Cause = [started.Id, .. gone.Select(v => v.EventId).Take(20)],
            Data = new JsonObject { ["purpose"] = "gc", ["status"] = "succeeded", ["artifacts"] = new JsonArray([.. gone.Select(v => (JsonNode)v.Id)]) },
        });
    }
}

/// <summary>What removal looks at and writes to.</summary>
internal sealed record RemovalParts(TagStore Tags, IEnumerable<IDatasetNeeds> Needs, ObjectGate Gate, ILedger Ledger, RealTime Real, TimeProvider Clock);

/// <param name="Deleted">False when it was only looked.</param>
/// <param name="Bytes">Of all that is or would be deleted; what is shared with another version is counted too.</param>
internal sealed record RemovalReport(bool Deleted, long Bytes, IReadOnlyList<RemovalLine> Versions);

/// <param name="NeededBy">Why it is kept; empty when it is or would be deleted.</param>
internal sealed record RemovalLine(string Id, string Source, string Partition, int Number, long Bytes, IReadOnlyList<string> NeededBy);
