using Cairn.Platform.Sql;

namespace Cairn.Registry.Evaluations;

/// <summary>Results by content key; the first result of a key stays.</summary>
internal sealed class EvaluationStore
{
    public string? Find(SqlSession s, string key) => s.First<string>("select result from registry_evaluations where key = @key", new { key });

    public void Insert(SqlSession s, string key, EvaluationRow row) => s.Execute("""
        insert into registry_evaluations (key, project, model_digest, data_digest, options, result, created_at)
        values (@key, @Project, @ModelDigest, @DataDigest, @Options, @Result, @CreatedAt) on conflict (key) do nothing
        """, new { key, row.Project, row.ModelDigest, row.DataDigest, row.Options, row.Result, row.CreatedAt });

    /// <summary>Newest first.</summary>
    public IReadOnlyList<EvaluationRow> OfModel(SqlSession s, string modelDigest)
        => s.Query<EvaluationRow>("select * from registry_evaluations where model_digest = @modelDigest order by created_at desc", new { modelDigest });

    /// <summary>The result that was kept first for a model of a project.</summary>
    public string? First(SqlSession s, string project, string modelDigest) => s.First<string>(
        "select result from registry_evaluations where model_digest = @modelDigest and project = @project order by created_at, key limit 1", new { project, modelDigest });
}
