using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Contracts.Segments;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>
/// Takes what is older than the endpoint's <c>keep</c> out of its log, and segments whose Parquet has long been durable. The newest segment of a kind stays,
/// empty if need be: the next one is numbered after it.
/// </summary>
internal sealed class LogRetention(ISegmentFolder segments, IDatabase database, LogPartStore store, RetentionParts parts)
{
    /// <summary>For whoever holds the route.</summary>
    /// <param name="keep">Null for ever.</param>
    public async Task ApplyAsync(EndpointView e, TimeSpan? keep, DateTimeOffset now, CancellationToken cancellation)
    {
        long old = keep is { } k ? (now - k).ToUnixTimeMilliseconds() : long.MinValue, durable = (now - parts.Options.KeepSegments).ToUnixTimeMilliseconds();
        if (keep is { } kept && await ExpireAsync(e, kept, old, cancellation)) parts.Join.DropJoined();
        foreach ((SegmentKind kind, string name) in LogPart.Kinds)
        {
            ILookup<long, LogPart> journal = (await database.ReadAsync(s => store.All(s, e.Route), cancellation)).Where(p => p.Kind == name).ToLookup(p => p.Segment);
            TakeAway(SegmentName.List(Path.Combine(segments.Directory, e.Route), kind), journal, old, Math.Max(old, durable));
        }
    }

    /// <summary>False when there was nothing so old.</summary>
    private async Task<bool> ExpireAsync(EndpointView e, TimeSpan keep, long before, CancellationToken cancellation) => await database.WriteAsync(s =>
    {
        List<LogPart> gone = [.. store.All(s, e.Route).Where(p => p.RowsCount > 0 && p.ToAt < before)];
        if (gone.Count == 0) return false;
        foreach (LogPart part in gone) store.Empty(s, part, realNow: 0);
        string id = "gc-" + Ulid.New(parts.Real.Now);
        LedgerEvent started = parts.Ledger.Append(s, new EventDraft("run.started", id, e.Project, Actor.Service("endpoints")) { Data = new JsonObject { ["purpose"] = "gc" } });
        parts.Ledger.Append(s, new EventDraft("run.finished", id, e.Project, Actor.Service("endpoints"))
        {
            Cause = [started.Id],
            Data = new JsonObject
            {
                ["purpose"] = "gc",
                ["status"] = "succeeded",
                ["env"] = e.Environment,
                ["reason"] = $"the log of {e.Route} is kept {Durations.Format(keep)}",
                ["rows"] = gone.Sum(p => p.RowsCount),
                ["artifacts"] = new JsonArray([.. gone.Select(p => $"{e.Route}/{p.Kind}/{DateOnly.FromDayNumber((int)p.Day):yyyy-MM-dd}").Distinct(StringComparer.Ordinal).Select(n => (JsonNode)n)]),
            },
        });
        return true;
    }, cancellation: cancellation);

    /// <param name="old">What ends before this goes altogether.</param>
    /// <param name="durable">What ends before this and is Parquet goes as a segment.</param>
    private void TakeAway(IReadOnlyList<(SegmentName Name, string Path)> all, ILookup<long, LogPart> journal, long old, long durable)
    {
        bool any = false;
        for (int i = 0; i < all.Count; i++)
        {
            if (!all[i].Name.Closed || journal[all[i].Name.Number].FirstOrDefault() is not { } part || part.ToAt >= durable) continue;
            if (i == all.Count - 1)
            {
                if (part.ToAt < old) parts.Segments.Empty(all[i].Path);
                continue;
            }

            parts.Files.Delete(all[i].Path);
            any = true;
        }

        // What is gone stays gone.
        if (any) parts.Files.SyncDirectory(Path.GetDirectoryName(all[0].Path)!);
    }
}

/// <summary>What retention writes to and goes by.</summary>
internal sealed record RetentionParts(ILedger Ledger, RealTime Real, EndpointsOptions Options, LogJoin Join, IDurableFiles Files, SegmentEraser Segments);
