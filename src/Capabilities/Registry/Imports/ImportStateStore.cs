using System.Text.Json;
using Cairn.Platform.Sql;

namespace Cairn.Registry.Imports;

/// <summary>How far imports are. What was brought over is noted in the transaction that brings it, so that a killed one goes on where it was.</summary>
internal sealed class ImportStateStore
{
    private const string Totals = "totals";

    /// <summary>Kind of the notes of runs that had not ended.</summary>
    public const string Open = "open";

    public ImportRow? Find(SqlSession s, string source) => s.First<ImportRow>("select * from registry_imports where source = @source", new { source });

    public IReadOnlyList<ImportRow> List(SqlSession s) => s.Query<ImportRow>("select * from registry_imports order by started_at desc limit 100");

    /// <summary>Begins an import or goes on with one that failed; false while it is running. What was left out is tried again.</summary>
    public bool Begin(SqlSession s, ImportRow row)
    {
        if (!IsBegun(s, row)) return false;
        s.Execute("delete from registry_import_items where source = @Source and kind = 'left out'", row);
        return true;
    }

    private static bool IsBegun(SqlSession s, ImportRow row) => s.Execute("""
        insert into registry_imports (source, sealed, artifacts, project, state, actor, started_at) values (@Source, @Sealed, @Artifacts, @Project, 'running', @Actor, @StartedAt)
        on conflict (source) do update set state = 'running', fault = null, sealed = excluded.sealed, artifacts = excluded.artifacts, project = excluded.project, actor = excluded.actor, started_at = excluded.started_at, finished_at = null
        where registry_imports.state <> 'running'
        """, row) == 1;

    public void Finish(SqlSession s, string source, string state, string? fault, long now)
        => s.Execute("update registry_imports set state = @state, fault = @fault, finished_at = @now where source = @source", new { source, state, fault, now });

    /// <summary>What stands here for a thing there; null when it has not been brought over.</summary>
    public string? Target(SqlSession s, string source, string kind, string item)
        => s.First<string>("select target from registry_import_items where source = @source and kind = @kind and item = @item", new { source, kind, item });

    public IReadOnlySet<string> Done(SqlSession s, string source, string kind)
        => s.Query<string>("select item from registry_import_items where source = @source and kind = @kind", new { source, kind }).ToHashSet(StringComparer.Ordinal);

    /// <param name="counts">How many of what the thing there holds.</param>
    public void Note(SqlSession s, string source, string kind, string item, string target, IReadOnlyDictionary<string, long> counts) => s.Execute("""
        insert into registry_import_items (source, kind, item, target, counts) values (@source, @kind, @item, @target, @counts)
        on conflict (source, kind, item) do update set target = excluded.target, counts = excluded.counts
        """, new { source, kind, item, target, counts = JsonSerializer.Serialize(counts) });

    /// <summary>Notes what cannot be brought over, and why.</summary>
    public void Leave(SqlSession s, string source, string item, string why) => Note(s, source, "left out", item, why, new Dictionary<string, long>(StringComparer.Ordinal));

    /// <summary>Notes what cannot be brought over of a thing that was, so that it is not tried again.</summary>
    public void Lose(SqlSession s, string source, string item, string why) => Note(s, source, "lost", item, why, new Dictionary<string, long>(StringComparer.Ordinal));

    /// <summary>Takes a note back, as when the thing is to be brought once more.</summary>
    public void Forget(SqlSession s, string source, string kind, string item)
        => s.Execute("delete from registry_import_items where source = @source and kind = @kind and item = @item", new { source, kind, item });

    /// <summary>Notes the mark of a run that is to be brought again; null when it has ended.</summary>
    public void Reopen(SqlSession s, string source, string run, string? mark)
    {
        if (mark is null) Forget(s, source, Open, run);
        else Note(s, source, Open, run, mark, MlflowImport.Count());
    }

    /// <summary>Notes what the source itself counts.</summary>
    public void NoteTotals(SqlSession s, string source, IReadOnlyDictionary<string, long> totals) => Note(s, source, Totals, "", "", totals);

    /// <summary>What is there: as the source counts it where it does, else sums of what the things there hold, as far as they were read.</summary>
    public IReadOnlyDictionary<string, long> Counted(SqlSession s, string source)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (string counts in s.Stream<string>("select counts from registry_import_items where source = @source and kind <> @Totals", new { source, Totals }))
            foreach ((string name, long count) in Read(counts)) sums[name] = sums.GetValueOrDefault(name) + count;
        if (s.First<string>("select counts from registry_import_items where source = @source and kind = @Totals", new { source, Totals }) is { } all)
            foreach ((string name, long count) in Read(all)) sums[name] = count;
        return sums;
    }

    /// <summary>What could not be brought over, and why.</summary>
    public IReadOnlyList<string> LeftOut(SqlSession s, string source, int limit)
        => s.Query<string>("select item || ': ' || target from registry_import_items where source = @source and kind in ('left out', 'lost') order by item limit @limit", new { source, limit });

    /// <summary>What was brought over but is not as it was there.</summary>
    public IReadOnlyList<string> Changed(SqlSession s, string source, int limit)
        => s.Query<string>("select item || ': ' || target from registry_import_items where source = @source and kind = 'changed' order by item limit @limit", new { source, limit });

    /// <summary>Runs that had not ended and are as they were brought.</summary>
    public IReadOnlyList<string> GoingOn(SqlSession s, string source, int limit) => s.Query<string>("""
        select item from registry_import_items i where source = @source and kind = @Open
        and not exists (select 1 from registry_import_items l where l.source = i.source and l.kind = 'left out' and l.item = i.item) order by item limit @limit
        """, new { source, Open, limit });

    /// <summary>What of it is here now, in the same words.</summary>
    public IReadOnlyDictionary<string, long> Here(SqlSession s, string source) => new Dictionary<string, long>(StringComparer.Ordinal)
    {
        ["experiments"] = Count(s, source, "experiment", "tracking_experiments x on cast(x.id as TEXT) = i.target"),
        ["logged models"] = Count(s, source, "logged model", "tracking_models x on x.id = i.target"),
        ["model metrics"] = Count(s, source, "logged model", "tracking_model_metrics x on x.model = i.target"),
        ["traces"] = Count(s, source, "trace", "tracking_traces x on x.id = i.target"),
        ["spans"] = Count(s, source, "trace", "tracking_traces t on t.id = i.target join tracking_spans x on x.trace = t.num", "coalesce(cast(sum(x.count) as BIGINT), 0)"),
        ["assessments"] = Count(s, source, "trace", "tracking_traces t on t.id = i.target join tracking_assessments x on x.trace = t.num"),
        ["evaluation datasets"] = Count(s, source, "dataset", "tracking_eval_datasets x on x.id = i.target"),
        ["evaluation records"] = Count(s, source, "dataset", "tracking_eval_datasets x on x.id = i.target", "coalesce(cast(sum(x.records) as BIGINT), 0)"),
        ["webhooks"] = Count(s, source, "webhook", "registry_webhooks x on x.id = i.target"),
        ["registered models"] = Count(s, source, "model", "registry_models x on cast(x.num as TEXT) = i.target and not x.deleted"),
        ["versions"] = Count(s, source, "version", "registry_versions x on x.id = i.target and not x.deleted"),
        ["aliases"] = Count(s, source, "model", "registry_aliases x on cast(x.model as TEXT) = i.target"),
        ["files"] = s.Scalar<long>("""
            select count(*) from registry_import_items i join tracking_files f on f.path > i.target || '/' and f.path < i.target || '0' and f.digest is not null where i.source = @source and i.kind = 'files' and i.target <> ''
            """, new { source }),
    };

    private static Dictionary<string, long> Read(string counts) => JsonSerializer.Deserialize<Dictionary<string, long>>(counts)!;

    private static long Count(SqlSession s, string source, string kind, string join, string what = "count(*)")
        => s.Scalar<long>($"select {what} from registry_import_items i join {join} where i.source = @source and i.kind = @kind", new { source, kind });
}
