using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Segments;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>
/// Takes everything that belongs to one key out of an endpoint's log: segments, Parquet, what shadows said, outcomes. What hangs on the predictions' ids goes
/// first and the predictions last, so that a call that was cut off and is made again finds what is left. One that came to its end is on the ledger, with who asked
/// and how much went, and nothing that says whose it was.
/// </summary>
internal sealed class ForgetDesk(ISegmentFolder segments, LogCompactor compactor, LogPartStore store, ForgetParts work, IDatabase database, LogJoin join, ILedger ledger)
{
    public async Task<Forgotten> ForgetAsync(EndpointView e, string key, Actor actor, CancellationToken cancellation)
    {
        Forgotten gone = await EraseAsync(e.Route, key, cancellation);
        await database.WriteAsync(s => ledger.Append(s, new EventDraft("prediction.retired", e.Route, e.Project, actor)
        {
            Data = new JsonObject
            {
                ["endpoint"] = e.Name,
                ["env"] = e.Environment,
                ["predictions"] = gone.Predictions,
                ["shadows"] = gone.Shadows,
                ["outcomes"] = gone.Outcomes,
                ["files"] = gone.Files,
            },
        }), cancellation: CancellationToken.None);
        return gone;
    }

    private async Task<Forgotten> EraseAsync(string route, string key, CancellationToken cancellation)
    {
        using IDisposable held = await compactor.HoldAsync(route, cancellation);
        await compactor.CompactHeldAsync(route, cancellation);
        // Files that were merged into others still hold the key.
        await work.Sweeper.SweepAsync(route, TimeSpan.Zero, cancellation);
        ILookup<string, LogPart> all = (await database.ReadAsync(s => store.All(s, route), cancellation)).ToLookup(p => p.Kind, StringComparer.Ordinal);
        IReadOnlySet<string> ids = await work.Parts.IdsAsync(all[LogPart.Predictions], key, cancellation);
        long shadows = Each(route, SegmentKind.Shadows, path => work.Segments.ErasePredictions(path, SegmentKind.Shadows, (r, row) => ids.Contains(r.PredictionId(row))));
        long outcomes = Each(route, SegmentKind.Outcomes, path => work.Segments.EraseOutcomes(path, o => o.Key == key || (o.PredictionId is { } id && ids.Contains(id))));
        int files = await work.Parts.RewriteAsync(all[LogPart.Shadows].Concat(all[LogPart.Outcomes]), key, ids, cancellation);
        long predictions = Each(route, SegmentKind.Predictions, path => work.Segments.ErasePredictions(path, SegmentKind.Predictions, (r, row) => r.Key(row) == key));
        files += await work.Parts.RewriteAsync(all[LogPart.Predictions], key, ids, cancellation);
        join.DropJoined();
        return new Forgotten(predictions, shadows, outcomes, files);
    }

    private long Each(string route, SegmentKind kind, Func<string, int> erase)
        => SegmentName.List(Path.Combine(segments.Directory, route), kind).Where(s => s.Name.Closed).Sum(s => (long)erase(s.Path));
}

/// <summary>What rewrites and deletes Parquet, and rewrites segments.</summary>
internal sealed record ForgetParts(PartRewriter Parts, LogSweeper Sweeper, SegmentEraser Segments);
