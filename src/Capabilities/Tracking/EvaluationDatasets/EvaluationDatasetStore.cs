using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>Evaluation datasets with their tags and the experiments they belong to; the newest first where no order is asked for.</summary>
internal sealed class EvaluationDatasetStore
{
    public static SearchGrammar Grammar { get; } = SearchGrammar.Of(
        "name dataset_id=id created_by last_updated_by=updated_by", "created_time=created_at last_update_time=updated_at", SearchEntity.Tag);

    public EvaluationDataset? Find(SqlSession s, string id) => s.First<EvaluationDataset>("select * from tracking_eval_datasets where id = @id", new { id });

    /// <summary>Writers of its records wait here for each other.</summary>
    public EvaluationDataset? Lock(SqlSession s, string id)
        => s.First<EvaluationDataset>("select * from tracking_eval_datasets where id = @id" + (s.Engine == SqlEngine.Postgres ? " for update" : ""), new { id });

    public long Insert(SqlSession s, EvaluationDataset dataset) => s.Scalar<long>("""
        insert into tracking_eval_datasets (id, name, schema_json, profile, records, content, created_at, updated_at, created_by, updated_by)
        values (@Id, @Name, @SchemaJson, @Profile, @Records, @Content, @CreatedAt, @UpdatedAt, @CreatedBy, @UpdatedBy) returning num
        """, dataset);

    public void Update(SqlSession s, EvaluationDataset dataset) => s.Execute(
        "update tracking_eval_datasets set schema_json = @SchemaJson, profile = @Profile, records = @Records, content = @Content, updated_at = @UpdatedAt, updated_by = @UpdatedBy where num = @Num", dataset);

    public void Remove(SqlSession s, long dataset)
    {
        foreach (string table in (string[])["tracking_eval_records", "tracking_eval_tags", "tracking_eval_experiments"]) s.Execute($"delete from {table} where dataset = @dataset", new { dataset });
        s.Execute("delete from tracking_eval_datasets where num = @dataset", new { dataset });
    }

    public void SetTag(SqlSession s, long dataset, string key, string value)
        => s.Execute("insert into tracking_eval_tags (dataset, key, value) values (@dataset, @key, @value) on conflict (dataset, key) do update set value = excluded.value", new { dataset, key, value });

    public bool DeleteTag(SqlSession s, long dataset, string key) => s.Execute("delete from tracking_eval_tags where dataset = @dataset and key = @key", new { dataset, key }) > 0;

    public IReadOnlyList<KeyedText> Tags(SqlSession s, IReadOnlyList<long> datasets)
        => s.Query<KeyedText>("select dataset as owner, key, value from tracking_eval_tags where dataset in @datasets order by key", new { datasets });

    public void Link(SqlSession s, long dataset, long experiment)
        => s.Execute("insert into tracking_eval_experiments (experiment, dataset) values (@experiment, @dataset) on conflict (experiment, dataset) do nothing", new { experiment, dataset });

    public void Unlink(SqlSession s, long dataset, long experiment) => s.Execute("delete from tracking_eval_experiments where experiment = @experiment and dataset = @dataset", new { experiment, dataset });

    /// <summary>Ids of experiments as texts.</summary>
    public IReadOnlyList<KeyedText> Experiments(SqlSession s, IReadOnlyList<long> datasets)
        => s.Query<KeyedText>("select dataset as owner, cast(experiment as text) as key, '' as value from tracking_eval_experiments where dataset in @datasets order by experiment", new { datasets });

    /// <param name="experiments">Any of them has it; all datasets when there are none.</param>
    public IReadOnlyList<EvaluationDataset> Search(SqlSession s, IReadOnlyList<long> experiments, SearchQuery query)
    {
        var clauses = new SearchSql(s.Engine);
        string within = experiments.Count == 0 ? "1 = 1" : $"d.num in (select e.dataset from tracking_eval_experiments e where e.experiment in {clauses.Add(experiments)})";
        string where = within + SearchSql.And(query.Filter, c => Clause(clauses, c));
        string order = query.OrderBy.Count == 0 ? "d.created_at desc, d.id" : string.Join(", ", query.OrderBy.Select(o => $"{Column(o.Key)} {SearchSql.Direction(o)}").Append("d.id"));
        return s.Query<EvaluationDataset>($"select d.* from tracking_eval_datasets d where {where} order by {order} limit {query.Limit} offset {query.Offset}", clauses.Args);
    }

    private static string Column(SearchKey key) => key.Entity == SearchEntity.Attribute ? "d." + key.Name : throw MlflowException.Invalid("Datasets cannot be ordered by tags.");

    private static string Clause(SearchSql clauses, Comparison c)
    {
        if (c.Key.Entity == SearchEntity.Attribute) return clauses.Compare("d." + c.Key.Name, c);
        string tag = $"select 1 from tracking_eval_tags t where t.dataset = d.num and t.key = {clauses.Add(c.Key.Name)}";
        return c.Operator == "IS NULL" ? $"not exists ({tag})" : c.Operator == "IS NOT NULL" ? $"exists ({tag})" : $"exists ({tag} and {clauses.Compare("t.value", c)})";
    }
}
