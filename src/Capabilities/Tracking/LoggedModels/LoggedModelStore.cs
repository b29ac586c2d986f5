using Cairn.Platform.Sql;
using Cairn.Tracking.Metrics;

namespace Cairn.Tracking.LoggedModels;

/// <summary>Logged models with their parameters, tags and metrics, and which runs read and made them.</summary>
internal sealed class LoggedModelStore
{
    public const string Params = "param", Tags = "tag";

    public LoggedModelRow? Find(SqlSession s, string id, bool deletedToo = false)
        => s.First<LoggedModelRow>("select * from tracking_models where id = @id and (@deletedToo or not deleted)", new { id, deletedToo });

    /// <exception cref="MlflowException">There is none.</exception>
    public LoggedModelRow Required(SqlSession s, string id, bool deletedToo = false)
        => Find(s, id, deletedToo) ?? throw MlflowException.Missing($"Logged model with ID '{KeyRules.Cut(id, 100)}' not found.");

    public void Insert(SqlSession s, LoggedModelRow model) => s.Execute("""
        insert into tracking_models (id, experiment, name, model_type, source_run_id, status, artifact_uri, created_at, updated_at, deleted)
        values (@Id, @Experiment, @Name, @ModelType, @SourceRunId, @Status, @ArtifactUri, @CreatedAt, @UpdatedAt, false)
        """, model);

    public void SetStatus(SqlSession s, string id, string status, long now) => s.Execute("update tracking_models set status = @status, updated_at = @now where id = @id", new { id, status, now });

    public void Delete(SqlSession s, string id, long now) => s.Execute("update tracking_models set deleted = true, updated_at = @now where id = @id", new { id, now });

    public IReadOnlyList<ModelValueRow> Values(SqlSession s, IReadOnlyList<string> ids)
        => s.Query<ModelValueRow>("select model, kind, key, value from tracking_model_values where model in @ids order by key", new { ids });

    public string? Value(SqlSession s, string id, string kind, string key)
        => s.First<string>("select value from tracking_model_values where model = @id and kind = @kind and key = @key", new { id, kind, key });

    public void SetValues(SqlSession s, string id, string kind, IReadOnlyList<RunTag> values)
        => ManyRows.Insert(s, "insert into tracking_model_values (model, kind, key, value)", values.GroupBy(v => v.Key, StringComparer.Ordinal).Select(g => (object?[])[id, kind, g.Key, g.Last().Value]),
            "on conflict (model, kind, key) do update set value = excluded.value");

    public bool DeleteValue(SqlSession s, string id, string kind, string key)
        => s.Execute("delete from tracking_model_values where model = @id and kind = @kind and key = @key", new { id, kind, key }) > 0;

    public IReadOnlyList<ModelMetricRow> Metrics(SqlSession s, IReadOnlyList<string> ids)
        => s.Query<ModelMetricRow>("select * from tracking_model_metrics where model in @ids order by key, run_id", new { ids });

    /// <summary>Keeps the points that are later than those that are there, by step, time and value.</summary>
    public void SetMetrics(SqlSession s, string run, IReadOnlyList<ModelMetric> metrics) => ManyRows.Insert(s,
        "insert into tracking_model_metrics (model, key, run_id, dataset_name, dataset_digest, value, is_nan, step, timestamp)",
        metrics.GroupBy(m => (m.Model, m.Point.Key, m.DatasetName, m.DatasetDigest)).Select(g => (g.Key, Point: MetricStore.Latest(g.Select(m => m.Point)))).Select(l => (object?[])
            [l.Key.Model, l.Key.Key, run, l.Key.DatasetName, l.Key.DatasetDigest, double.IsNaN(l.Point.Value) ? 0.0 : MetricBlock.Held(l.Point.Value), double.IsNaN(l.Point.Value), l.Point.Step, l.Point.Timestamp]), """
        on conflict (model, key, run_id, dataset_name, dataset_digest) do update set value = excluded.value, is_nan = excluded.is_nan, step = excluded.step, timestamp = excluded.timestamp
        where (excluded.step, excluded.timestamp, excluded.value) > (tracking_model_metrics.step, tracking_model_metrics.timestamp, tracking_model_metrics.value)
        """);

    /// <summary>Those that a run says it made, and those that say so of it, in the order they were made; only ones of the project's experiments.</summary>
    public IReadOnlyList<LoggedModelLine> OfRun(SqlSession s, string project, long run, string runId, int most) => s.Query<LoggedModelLine>("""
        select m.id, m.name, m.model_type, m.status from tracking_models m join tracking_experiments e on e.id = m.experiment
        where m.id in (select id from tracking_models where source_run_id = @runId union select model from tracking_outputs where run = @run) and not m.deleted and e.project = @project
        order by m.created_at, m.id limit @most
        """, new { project, run, runId, most });

    public void AddInput(SqlSession s, long run, string model) => s.Execute("insert into tracking_model_inputs (run, model) values (@run, @model) on conflict (run, model) do nothing", new { run, model });

    public void AddOutput(SqlSession s, long run, string model, long step)
        => s.Execute("insert into tracking_outputs (run, model, step) values (@run, @model, @step) on conflict (run, model) do nothing", new { run, model, step });

    public IReadOnlyList<ModelStep> Inputs(SqlSession s, long run) => s.Query<ModelStep>("select model, 0 as step from tracking_model_inputs where run = @run order by model", new { run });

    public IReadOnlyList<ModelStep> Outputs(SqlSession s, long run) => s.Query<ModelStep>("select model, step from tracking_outputs where run = @run order by step, model", new { run });
}
