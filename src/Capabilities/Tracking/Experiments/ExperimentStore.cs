using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Experiments;

/// <summary>Experiments by id and by name. A name stays taken until the experiment is removed for good, deleted or not.</summary>
internal sealed class ExperimentStore
{
    public Experiment? Find(SqlSession s, long id) => s.First<Experiment>("select * from tracking_experiments where id = @id", new { id });

    /// <summary>Until the transaction ends nobody else changes it. On SQLite nobody writes at the same time anyway.</summary>
    public void Hold(SqlSession s, long id)
    {
        if (s.Engine == SqlEngine.Postgres) s.Execute("select 1 from tracking_experiments where id = @id for update", new { id });
    }

    /// <summary>Active ones of a project by name.</summary>
    public IReadOnlyList<Experiment> OfProject(SqlSession s, string project)
        => s.Query<Experiment>("select * from tracking_experiments where project = @project and stage = 'active' order by name", new { project });

    /// <summary>Active ones of a project by name, after a name; those alone that have a text in it, as it is written or whatever the case of its ASCII letters.</summary>
    public IReadOnlyList<Experiment> Page(SqlSession s, string project, string part, string after, int limit) => s.Query<Experiment>("""
        select * from tracking_experiments where project = @project and stage = 'active' and name > @after and (lower(name) like @like escape '!' or name like @plain escape '!') order by name limit @limit
        """, new { project, after, limit, like = Within(part.ToLowerInvariant()), plain = Within(part) });

    private static string Within(string part) => $"%{part.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";

    /// <summary>Active ones of no project, the one with the newest run or made last first; the default one only when something is in it.</summary>
    /// <param name="before">Moment and id of the one before the page; null for the first.</param>
    public IReadOnlyList<LooseExperiment> Loose(SqlSession s, (long Moment, long Id)? before, int limit) => s.Query<LooseExperiment>("""
        select p.*, (select count(*) from tracking_runs r where r.experiment = p.id and r.stage = 'active') as runs, (select count(*) from tracking_traces t where t.experiment = p.id) as traces
        from (select x.id, x.name, x.newest, coalesce(x.newest, x.created_at) as moment
              from (select e.id, e.name, e.created_at, (select max(r.start_time) from tracking_runs r where r.experiment = e.id and r.stage = 'active') as newest
                    from tracking_experiments e where e.project is null and e.stage = 'active') x
              where (x.id <> 0 or x.newest is not null or exists (select 1 from tracking_traces t where t.experiment = x.id)) and (coalesce(x.newest, x.created_at), x.id) < (@moment, @id)
              order by moment desc, x.id desc limit @limit) p
        order by p.moment desc, p.id desc
        """, new { moment = before?.Moment ?? long.MaxValue, id = before?.Id ?? long.MaxValue, limit });

    public Experiment? FindByName(SqlSession s, string name) => s.First<Experiment>("select * from tracking_experiments where name = @name", new { name });

    /// <summary>The new id; null when the name is taken. Without a location it is made from the id.</summary>
    public long? Insert(SqlSession s, string name, string? project, string? location, long now)
    {
        long? id = s.Scalar<long?>("""
            insert into tracking_experiments (name, project, artifact_location, stage, created_at, updated_at) values (@name, @project, @location, 'active', @now, @now)
            on conflict (name) do nothing returning id
            """, new { name, project, location = location ?? "", now });
        if (id is not null && location is null)
            s.Execute("update tracking_experiments set artifact_location = @made where id = @id", new { id, made = $"mlflow-artifacts:/{id}" });
        return id;
    }

    /// <summary>False when the id or the name is taken. Ids that are given out later lie above this one.</summary>
    public bool InsertAs(SqlSession s, long id, string name, string? project, long now)
    {
        bool made = s.Execute("""
            insert into tracking_experiments (id, name, project, artifact_location, stage, created_at, updated_at) values (@id, @name, @project, @location, 'active', @now, @now) on conflict do nothing
            """, new { id, name, project, location = $"mlflow-artifacts:/{id}", now }) == 1;
        if (made && s.Engine == SqlEngine.Postgres) s.Scalar<long?>("select setval('tracking_experiments_id_seq', @id) from tracking_experiments_id_seq where last_value < @id", new { id });
        return made;
    }

    public void Rename(SqlSession s, long id, string name, long now) => s.Execute("update tracking_experiments set name = @name, updated_at = @now where id = @id", new { id, name, now });

    /// <summary>False when it is the project's already, as when another call gave it there at the same time.</summary>
    public bool SetProject(SqlSession s, long id, string project)
        => s.Execute("update tracking_experiments set project = @project where id = @id and (project is null or project <> @project)", new { id, project }) == 1;

    public void SetStage(SqlSession s, long id, string stage, long now)
    {
        s.Execute("update tracking_experiments set stage = @stage, updated_at = @now where id = @id", new { id, stage, now });
        s.Execute("update tracking_runs set stage = @stage, deleted_at = @at where experiment = @id", new { id, stage, at = stage == "deleted" ? (long?)now : null });
    }

    public void SetTag(SqlSession s, long id, string key, string value) => s.Execute("""
        insert into tracking_experiment_tags (experiment, key, value) values (@id, @key, @value) on conflict (experiment, key) do update set value = excluded.value
        """, new { id, key, value });

    public bool DeleteTag(SqlSession s, long id, string key) => s.Execute("delete from tracking_experiment_tags where experiment = @id and key = @key", new { id, key }) > 0;

    public ILookup<long, RunTag> Tags(SqlSession s, IEnumerable<long> ids)
        => ids.Chunk(500).SelectMany(chunk => s.Query<KeyedText>("select experiment as owner, key, value from tracking_experiment_tags where experiment in @chunk order by key", new { chunk }))
            .ToLookup(t => t.Owner, t => new RunTag(t.Key, t.Value));

    public IReadOnlyList<Experiment> Search(SqlSession s, SearchQuery query)
    {
        var clauses = new SearchSql(s.Engine);
        string where = SearchSql.And(query.Filter, c => Clause(clauses, c));
        string order = query.OrderBy.Count == 0 ? "e.created_at desc, e.id" : string.Join(", ", query.OrderBy.Select(o => $"e.{o.Key.Name} {SearchSql.Direction(o)}").Append("e.id desc"));
        string stage = query.Stage is null ? "" : $" and e.stage = {clauses.Add(query.Stage)}";
        return s.Query<Experiment>($"select e.* from tracking_experiments e where 1 = 1{stage}{where} order by {order} limit {query.Limit} offset {query.Offset}", clauses.Args);
    }

    private static string Clause(SearchSql clauses, Comparison c)
    {
        if (c.Key.Entity == SearchEntity.Attribute) return clauses.Compare("e." + c.Key.Name, c);
        string tag = $"select 1 from tracking_experiment_tags t where t.experiment = e.id and t.key = {clauses.Add(c.Key.Name)}";
        return c.Operator == "IS NULL" ? $"not exists ({tag})" : c.Operator == "IS NOT NULL" ? $"exists ({tag})" : $"exists ({tag} and {clauses.Compare("t.value", c)})";
    }
}
