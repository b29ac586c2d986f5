using Cairn.Platform.Sql;
using Cairn.Tracking.Mlflow;

namespace Cairn.Tracking.LoggedModels;

/// <summary>Logged models with their parameters and tags.</summary>
internal sealed class LoggedModelStore
{
    public const string Params = "param", Tags = "tag";

    public LoggedModelRow? Find(SqlSession s, string id) => s.First<LoggedModelRow>("select * from tracking_models where id = @id and not deleted", new { id });

    public void Insert(SqlSession s, LoggedModelRow model) => s.Execute("""
        insert into tracking_models (id, experiment, name, model_type, source_run_id, status, artifact_uri, created_at, updated_at, deleted)
        values (@Id, @Experiment, @Name, @ModelType, @SourceRunId, @Status, @ArtifactUri, @CreatedAt, @UpdatedAt, false)
        """, model);

    public void SetStatus(SqlSession s, string id, string status, long now) => s.Execute("update tracking_models set status = @status, updated_at = @now where id = @id", new { id, status, now });

    public void Delete(SqlSession s, string id, long now) => s.Execute("update tracking_models set deleted = true, updated_at = @now where id = @id", new { id, now });

    public IReadOnlyList<KeyedText> Values(SqlSession s, string id, string kind)
        => s.Query<KeyedText>("select key, value from tracking_model_values where model = @id and kind = @kind order by key", new { id, kind });

    public void SetValues(SqlSession s, string id, string kind, IReadOnlyList<RunTag> values)
        => ManyRowsSql.Insert(s, "insert into tracking_model_values (model, kind, key, value)", values.GroupBy(v => v.Key, StringComparer.Ordinal).Select(g => (object?[])[id, kind, g.Key, g.Last().Value]),
            "on conflict (model, kind, key) do update set value = excluded.value");

    public bool DeleteValue(SqlSession s, string id, string kind, string key)
        => s.Execute("delete from tracking_model_values where model = @id and kind = @kind and key = @key", new { id, kind, key }) > 0;

    public void AddOutput(SqlSession s, long run, string model, long step)
        => s.Execute("insert into tracking_outputs (run, model, step) values (@run, @model, @step) on conflict (run, model) do nothing", new { run, model, step });
}
