using Cairn.Platform.Sql;
using Cairn.Tracking.Removal;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Imports;

/// <summary>Rows that are written as they were elsewhere, and counts of what came from one place.</summary>
internal sealed class ImportStore
{
    public void SetTimes(SqlSession s, long experiment, string stage, long createdAt, long updatedAt)
        => s.Execute("update tracking_experiments set stage = @stage, created_at = @createdAt, updated_at = @updatedAt where id = @experiment", new { experiment, stage, createdAt, updatedAt });

    /// <summary>The new row's number; null when a run has this id.</summary>
    public long? Insert(SqlSession s, RunRow run, string origin) => s.Scalar<long?>("""
        insert into tracking_runs (id, experiment, name, user_id, status, stage, start_time, end_time, artifact_uri, managed, imported)
        values (@Id, @Experiment, @Name, @UserId, @Status, @Stage, @StartTime, @EndTime, @ArtifactUri, false, @origin) on conflict (id) do nothing returning num
        """, new { run.Id, run.Experiment, run.Name, run.UserId, run.Status, run.Stage, run.StartTime, run.EndTime, run.ArtifactUri, origin });

    /// <summary>How many points a run has, which are only ever added, and the logged models that it read or made.</summary>
    public IReadOnlyList<string> Others(SqlSession s, long run) => s.Query<string>("""
        select 'points ' || coalesce(sum(count), 0) from tracking_blocks where run = @run union all select 'in ' || model from tracking_model_inputs where run = @run
        union all select 'out ' || step || ' ' || model from tracking_outputs where run = @run
        """, new { run });

    /// <summary>Writes the row anew and takes away all that the run holds.</summary>
    public void Empty(SqlSession s, RunRow run)
    {
        s.Execute("update tracking_runs set name = @Name, user_id = @UserId, status = @Status, stage = @Stage, start_time = @StartTime, end_time = @EndTime where num = @Num", run);
        foreach (string table in RemovalStore.OfRun) s.Execute($"delete from {table} where run = @Num", run);
    }

    public string? ArtifactUri(SqlSession s, string runOrModel) => s.First<string>("""
        select artifact_uri from tracking_runs where id = @runOrModel union all select artifact_uri from tracking_models where id = @runOrModel
        """, new { runOrModel });

    /// <summary>Logged models that runs from there read or made, and that are not here.</summary>
    public IReadOnlyList<string> Missing(SqlSession s, string origin) => s.Query<string>("""
        select l.model from (select run, model from tracking_outputs union select run, model from tracking_model_inputs) l
        join tracking_runs r on r.num = l.run left join tracking_models m on m.id = l.model where r.imported = @origin and m.id is null group by l.model order by l.model
        """, new { origin });

    public IReadOnlyDictionary<string, long> Counts(SqlSession s, string origin)
    {
        long Count(string what, string table, string key) => s.Scalar<long?>($"select {what} from {table} x join tracking_runs r on r.num = x.{key} where r.imported = @origin", new { origin }) ?? 0;
        return new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["runs"] = s.Scalar<long>("select count(*) from tracking_runs where imported = @origin", new { origin }),
            ["params"] = Count("count(*)", "tracking_params", "run"),
            ["metric points"] = Count("cast(sum(x.count) as BIGINT)", "tracking_blocks", "run"),
            ["tags"] = Count("count(*)", "tracking_tags", "run"),
            ["datasets"] = Count("count(*)", "tracking_inputs", "run"),
        };
    }
}
