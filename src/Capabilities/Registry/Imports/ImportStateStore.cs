using System.Text.Json;
using Cairn.Platform.Sql;

namespace Cairn.Registry.Imports;

/// <summary>How far imports are. What was brought over is noted in the transaction that brings it, so that a killed one goes on where it was.</summary>
internal sealed class ImportStateStore
{
    private const string Totals = "totals", Left = "left out";

    /// <summary>Kinds of notes: of runs that had not ended, of files that were brought, and of what is missing of things that were.</summary>
    public const string Open = "open", Files = "files", Lost = "lost";

    public ImportRow? Find(SqlSession s, string source) => s.First<ImportRow>("select * from registry_imports where source = @source", new { source });

    public IReadOnlyList<ImportRow> List(SqlSession s) => s.Query<ImportRow>("select * from registry_imports order by started_at desc limit 100");

    /// <summary>Begins an import or goes on with one that failed; false while it is running.</summary>
    public bool Begin(SqlSession s, ImportRow row) => s.Execute("""
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
    public void Leave(SqlSession s, string source, string item, string why) => Note(s, source, Left, item, why, MlflowImport.Count());

    /// <summary>Whether it was left out since the import began.</summary>
    public bool IsLeft(SqlSession s, string source, string item) => Target(s, source, Left, item) is not null;

    /// <summary>Forgets what was left out, as all of it is asked for again.</summary>
    public void Retry(SqlSession s, string source) => s.Execute("delete from registry_import_items where source = @source and kind = @Left", new { source, Left });

    /// <summary>Notes what is missing of a thing that was brought over, and why.</summary>
    public void Lose(SqlSession s, string source, string item, string why) => Note(s, source, Lost, item, why, MlflowImport.Count());

    /// <summary>Takes a note back; false when there is none.</summary>
    public bool Forget(SqlSession s, string source, string kind, string item)
        => s.Execute("delete from registry_import_items where source = @source and kind = @kind and item = @item", new { source, kind, item }) > 0;

    /// <summary>Takes back what was noted of the files of a run or a logged model, since all of them are to be brought once more.</summary>
    public void ForgetFiles(SqlSession s, string source, string owner)
    {
        // Of those that come for the first time nothing was noted: what others lost, which may be much, is not looked through.
        if (Forget(s, source, Files, owner)) s.Execute("delete from registry_import_items where source = @source and kind = @Lost and substr(item, 1, length(@below)) = @below", new { source, Lost, below = owner + "/" });
    }

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
        => s.Query<string>("select item || ': ' || target from registry_import_items where source = @source and kind in (@Left, @Lost) order by item limit @limit", new { source, Left, Lost, limit });

    /// <summary>What was brought over but is not as it was there.</summary>
    public IReadOnlyList<string> Changed(SqlSession s, string source, int limit)
        => s.Query<string>("select item || ': ' || target from registry_import_items where source = @source and kind = 'changed' order by item limit @limit", new { source, limit });

    /// <summary>Runs that had not ended and are as they were brought.</summary>
    public IReadOnlyList<string> GoingOn(SqlSession s, string source, int limit) => s.Query<string>("""
        select item from registry_import_items i where source = @source and kind = @Open
        and not exists (select 1 from registry_import_items l where l.source = i.source and l.kind = @Left and l.item = i.item) order by item limit @limit
        """, new { source, Open, Left, limit });

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
