using Cairn.Platform.Sql;

namespace Cairn.Registry.Versions;

/// <summary>Versions. What a version is never changes; only its description, stage and tags do. A deleted one keeps its number.</summary>
internal sealed class VersionStore
{
    private const string Select = "select v.*, m.project, m.name, m.mlflow_name from registry_versions v join registry_models m on m.num = v.model where not v.deleted";

    public VersionRow? Find(SqlSession s, string id) => s.First<VersionRow>($"{Select} and v.id = @id", new { id });

    public VersionRow? Find(SqlSession s, long model, long number) => s.First<VersionRow>($"{Select} and v.model = @model and v.number = @number", new { model, number });

    /// <summary>Whether no version has or had this number.</summary>
    public bool IsFree(SqlSession s, long model, long number) => s.Scalar<long>("select count(*) from registry_versions where model = @model and number = @number", new { model, number }) == 0;

    public VersionRow? Find(SqlSession s, string project, string model, long number)
        => s.First<VersionRow>($"{Select} and m.project = @project and m.name = @model and v.number = @number", new { project, model, number });

    public VersionRow? Made(SqlSession s, long model, string digest, string runKey)
        => s.First<VersionRow>($"{Select} and v.model = @model and v.digest = @digest and v.run_key = @runKey", new { model, digest, runKey });

    /// <summary>Newest first.</summary>
    public IReadOnlyList<VersionRow> List(SqlSession s, string project, string? model) => s.Query<VersionRow>(
        $"{Select} and m.project = @project{(model is null ? "" : " and m.name = @model")} order by v.registered_at desc, v.number desc", new { project, model });

    public IReadOnlyList<VersionRow> OfModels(SqlSession s, IReadOnlyList<long> models) => s.Query<VersionRow>($"{Select} and v.model in @models order by v.number", new { models });

    public VersionRow? Newest(SqlSession s, long model) => s.First<VersionRow>($"{Select} and v.model = @model order by v.number desc limit 1", new { model });

    /// <summary>The newest version of each stage of each model.</summary>
    public IReadOnlyList<VersionRow> NewestOfStages(SqlSession s, IReadOnlyList<long> models) => s.Query<VersionRow>("""
        select v.*, m.project, m.name, m.mlflow_name
        from (select model, max(number) as number from registry_versions where model in @models and not deleted group by model, stage) newest
        join registry_versions v on v.model = newest.model and v.number = newest.number join registry_models m on m.num = v.model order by v.number
        """, new { models });

    /// <summary>How many versions each model has; one without any is left out.</summary>
    public IReadOnlyList<VersionCount> Counts(SqlSession s, IReadOnlyList<long> models)
        => s.Query<VersionCount>("select model, count(*) as versions from registry_versions where model in @models and not deleted group by model", new { models });

    /// <summary>One page of a model's versions, newest first; before a number when given.</summary>
    public IReadOnlyList<VersionRow> Page(SqlSession s, string project, string model, long before, int limit)
        => s.Query<VersionRow>($"{Select} and m.project = @project and m.name = @model and v.number < @before order by v.number desc limit @limit", new { project, model, before, limit });

    public IReadOnlyList<VersionRow> WithDigest(SqlSession s, string digest) => s.Query<VersionRow>($"{Select} and v.digest = @digest order by v.registered_at", new { digest });

    /// <summary>The newest version that came from a run or a logged model.</summary>
    public VersionRow? MadeFrom(SqlSession s, string runOrModel)
        => s.First<VersionRow>($"{Select} and (v.tracking_run_id = @runOrModel or v.model_id = @runOrModel) order by v.registered_at desc limit 1", new { runOrModel });

    public void Insert(SqlSession s, VersionRow version) => s.Execute("""
        insert into registry_versions (id, model, number, digest, size, format, signature_json, origin, run_id, run_key, tracking_run_id, recipe, pipeline_id, commit_id, metrics_json, note,
          event_id, registered_at, updated_at, source, model_id, stage, description, user_id, run_link, deleted)
        values (@Id, @Model, @Number, @Digest, @Size, @Format, @SignatureJson, @Origin, @RunId, @RunKey, @TrackingRunId, @Recipe, @PipelineId, @CommitId, @MetricsJson, @Note,
          @EventId, @RegisteredAt, @UpdatedAt, @Source, @ModelId, @Stage, @Description, @UserId, @RunLink, false)
        """, version);

    /// <summary>The times of one that was made elsewhere.</summary>
    public void SetTimes(SqlSession s, string id, long registeredAt, long updatedAt)
        => s.Execute("update registry_versions set registered_at = @registeredAt, updated_at = @updatedAt where id = @id", new { id, registeredAt, updatedAt });

    public void SetEvent(SqlSession s, string id, string ledgerEvent) => s.Execute("update registry_versions set event_id = @ledgerEvent where id = @id", new { id, ledgerEvent });

    public void Update(SqlSession s, VersionRow version)
        => s.Execute("update registry_versions set description = @Description, stage = @Stage, updated_at = @UpdatedAt where id = @Id", version);

    /// <summary>Hides a version and takes its aliases away.</summary>
    public void Delete(SqlSession s, string id, long now)
    {
        s.Execute("update registry_versions set deleted = true, run_key = run_key || '#' || id, updated_at = @now where id = @id", new { id, now });
        s.Execute("delete from registry_aliases where version = @id", new { id });
    }
}
