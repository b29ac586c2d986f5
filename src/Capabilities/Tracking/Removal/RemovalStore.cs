using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Removal;

/// <summary>Takes deleted runs, logged models and experiments out of the tables for good. Content that was theirs waits in <c>tracking_freed</c> until it is known that nobody else has it.</summary>
internal sealed class RemovalStore
{
    private const string Scheme = "mlflow-artifacts:/";

    /// <summary>Tables of what runs hold.</summary>
    public static readonly string[] OfRun = ["tracking_params", "tracking_tags", "tracking_blocks", "tracking_latest", "tracking_inputs", "tracking_model_inputs", "tracking_outputs"];
    private static readonly string[] OfTrace = ["tracking_trace_values", "tracking_trace_runs", "tracking_spans", "tracking_assessments"];

    /// <summary>Runs that were deleted before an instant.</summary>
    public IReadOnlyList<RunRow> Runs(SqlSession s, long before)
        => s.Query<RunRow>("select * from tracking_runs where stage = 'deleted' and not managed and coalesce(deleted_at, 0) <= @before order by num", new { before });

    public IReadOnlyList<FreedModel> Models(SqlSession s, long before)
        => s.Query<FreedModel>("select id, artifact_uri from tracking_models where deleted and updated_at <= @before order by id", new { before });

    /// <summary>Deleted experiments that hold nothing any more; never the first one.</summary>
    public IReadOnlyList<long> Experiments(SqlSession s, long before) => s.Query<long>("""
        select id from tracking_experiments e where stage = 'deleted' and id <> 0 and updated_at <= @before
        and not exists (select 1 from tracking_runs r where r.experiment = e.id) and not exists (select 1 from tracking_models m where m.experiment = e.id) order by id
        """, new { before });


    public void RemoveRun(SqlSession s, RunRow run)
    {
        foreach (string table in OfRun) s.Execute($"delete from {table} where run = @num", new { num = run.Num });
        s.Execute("delete from tracking_model_metrics where run_id = @Id", new { run.Id });
        s.Execute("delete from tracking_trace_runs where run = @Id", new { run.Id });
        s.Execute("delete from tracking_runs where num = @Num", new { run.Num });
    }

    public void RemoveModel(SqlSession s, string model)
    {
        foreach (string table in (string[])["tracking_model_values", "tracking_model_metrics", "tracking_model_inputs", "tracking_outputs"]) s.Execute($"delete from {table} where model = @model", new { model });
        s.Execute("delete from tracking_models where id = @model", new { model });
    }

    public void RemoveExperiment(SqlSession s, long experiment)
    {
        if (s.First<string>("select artifact_location from tracking_experiments where id = @experiment", new { experiment }) is { } home && home.StartsWith(Scheme, StringComparison.Ordinal)) FreeFiles(s, home[Scheme.Length..].TrimEnd('/') + "/traces");
        foreach (string table in OfTrace) s.Execute($"delete from {table} where trace in (select num from tracking_traces where experiment = @experiment)", new { experiment });
        s.Execute("delete from tracking_traces where experiment = @experiment", new { experiment });
        s.Execute("delete from tracking_experiment_tags where experiment = @experiment", new { experiment });
        s.Execute("delete from tracking_datasets where experiment = @experiment", new { experiment });
        foreach (string table in (string[])["tracking_eval_experiments", "tracking_views"]) s.Execute($"delete from {table} where experiment = @experiment", new { experiment });
        s.Execute("delete from tracking_experiments where id = @experiment", new { experiment });
    }

    /// <summary>Takes the paths below a directory away and notes whose content it was; how many files.</summary>
    public int FreeFiles(SqlSession s, string directory)
    {
        var below = new { directory, from = directory + "/", to = directory + "0" };
        s.Execute("insert into tracking_freed (digest, size) select distinct digest, size from tracking_files where path > @from and path < @to and digest is not null on conflict (digest) do nothing", below);
        int files = (int)s.Scalar<long>("select count(*) from tracking_files where path > @from and path < @to and digest is not null", below);
        s.Execute("delete from tracking_files where path = @directory or (path > @from and path < @to)", below);
        return files;
    }

    public IReadOnlyList<FreedContent> Freed(SqlSession s) => s.Query<FreedContent>("select digest, size from tracking_freed order by digest");

    public void Settle(SqlSession s, string digest) => s.Execute("delete from tracking_freed where digest = @digest", new { digest });
}
