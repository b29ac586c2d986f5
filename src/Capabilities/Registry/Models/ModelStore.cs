using System.Text;
using Cairn.Platform.Sql;

namespace Cairn.Registry.Models;

/// <summary>Registered models with aliases and tags. A name is unique within its project; MLflow's clients see names that are unique over all.</summary>
internal sealed class ModelStore
{
    public ModelRow? Find(SqlSession s, string project, string name)
        => s.First<ModelRow>("select * from registry_models where project = @project and name = @name", new { project, name });

    public ModelRow? Find(SqlSession s, long num) => s.First<ModelRow>("select * from registry_models where num = @num", new { num });

    public ModelRow? FindMlflow(SqlSession s, string name) => s.First<ModelRow>("select * from registry_models where mlflow_name = @name", new { name });

    /// <summary>By name; prompts, which ride on the registry, are left out.</summary>
    public IReadOnlyList<ModelRow> List(SqlSession s, string project) => s.Query<ModelRow>("""
        select * from registry_models m where m.project = @project and not m.deleted
          and not exists (select 1 from registry_tags t where t.model = m.num and t.version = '' and t.key = @prompt and t.value = 'true') order by m.name
        """, new { project, prompt = ModelSearch.PromptTag });

    /// <summary>Models of no project that have a version from a run or a logged model of the experiment.</summary>
    public IReadOnlyList<ModelRow> Loose(SqlSession s, long experiment) => s.Query<ModelRow>("""
        select * from registry_models m where m.project = '' and not m.deleted and exists (select 1 from registry_versions v where v.model = m.num and not v.deleted
          and (exists (select 1 from tracking_runs r where r.id = v.tracking_run_id and r.experiment = @experiment) or exists (select 1 from tracking_models l where l.id = v.model_id and l.experiment = @experiment)))
        order by m.num
        """, new { experiment });

    /// <summary>The model of this name, made when there is none.</summary>
    public ModelRow Ensure(SqlSession s, string project, string name, string? description, long now)
    {
        if (Find(s, project, name) is { } known) return known;
        HoldNames(s);
        if (Find(s, project, name) is { } made) return made;
        string mlflow = Free(s, "mlflow_name", name, $"{project}.{name}"), slug = Free(s, "slug", Slug(name), Slug($"{project}-{name}"));
        s.Execute("""
            insert into registry_models (project, name, mlflow_name, slug, description, last_number, created_at, updated_at, deleted)
            values (@project, @name, @mlflow, @slug, @description, 0, @now, @now, false) on conflict do nothing
            """, new { project, name, mlflow, slug, description, now });
        return Find(s, project, name) ?? throw new InvalidOperationException($"The name of the model '{name}' was taken at this very moment.");
    }

    /// <summary>Until the transaction ends nobody else makes a model, renames one or gives one to a project. On SQLite nobody writes at the same time anyway.</summary>
    public void HoldNames(SqlSession s)
    {
        if (s.Engine == SqlEngine.Postgres) s.Execute("select pg_advisory_xact_lock(4711003)");
    }

    /// <summary>The model as it is once names are held.</summary>
    public ModelRow Held(SqlSession s, long num)
    {
        HoldNames(s);
        return Find(s, num)!;
    }

    /// <summary>The next number of a version; the row is held until the transaction ends, and no number comes twice.</summary>
    public long NextNumber(SqlSession s, long model, long now)
        => s.Scalar<long>("update registry_models set last_number = last_number + 1, updated_at = @now where num = @model returning last_number", new { model, now });

    /// <summary>Takes a number that a version has elsewhere: later ones are greater. Whether it is free is known then, since the row is held until the transaction ends.</summary>
    public void TakeNumber(SqlSession s, long model, long number, long now)
        => s.Execute("update registry_models set last_number = case when last_number < @number then @number else last_number end, updated_at = @now where num = @model", new { model, number, now });

    /// <summary>The model then; nothing else of it is written, so what others change at the same time stays.</summary>
    public ModelRow Describe(SqlSession s, long num, string? description, long now)
        => s.First<ModelRow>("update registry_models set description = @description, updated_at = @now where num = @num returning *", new { num, description, now })!;

    /// <summary>Its names and its project; the caller holds the names.</summary>
    public void Update(SqlSession s, ModelRow model)
        => s.Execute("update registry_models set name = @Name, mlflow_name = @MlflowName, project = @Project, updated_at = @UpdatedAt where num = @Num", model);

    public void Touch(SqlSession s, long model, long now) => s.Execute("update registry_models set updated_at = @now where num = @model", new { model, now });

    /// <summary>Gives the name back; '/' cannot stand in a name that somebody chose.</summary>
    public void Delete(SqlSession s, long model)
    {
        s.Execute("delete from registry_aliases where model = @model", new { model });
        s.Execute("delete from registry_tags where model = @model", new { model });
        s.Execute("update registry_versions set deleted = true where model = @model", new { model });
        s.Execute("update registry_models set deleted = true, name = name || '/' || num, mlflow_name = mlflow_name || '/' || num where num = @model", new { model });
    }

    public IReadOnlyList<AliasRow> Aliases(SqlSession s, IReadOnlyList<long> models) => s.Query<AliasRow>("""
        select a.model, a.alias, a.version, v.number from registry_aliases a join registry_versions v on v.id = a.version where a.model in @models order by a.alias
        """, new { models });

    /// <summary>The version an alias pointed at before.</summary>
    public string? SetAlias(SqlSession s, long model, string alias, string version)
    {
        string? before = AliasVersion(s, model, alias);
        s.Execute("insert into registry_aliases (model, alias, version) values (@model, @alias, @version) on conflict (model, alias) do update set version = excluded.version", new { model, alias, version });
        return before;
    }

    public string? AliasVersion(SqlSession s, long model, string alias)
        => s.First<string>("select version from registry_aliases where model = @model and alias = @alias", new { model, alias });

    public void DeleteAlias(SqlSession s, long model, string alias) => s.Execute("delete from registry_aliases where model = @model and alias = @alias", new { model, alias });

    /// <param name="versions">Ids of those whose tags are read; empty stands for the model itself.</param>
    public IReadOnlyList<TagRow> Tags(SqlSession s, IReadOnlyList<long> models, IEnumerable<string> versions)
        => [.. versions.Chunk(500).SelectMany(some => s.Query<TagRow>("select * from registry_tags where model in @models and version in @some order by key", new { models, some }))];

    /// <param name="version">Its id; empty stands for the model itself.</param>
    public IReadOnlyDictionary<string, string> TagMap(SqlSession s, long model, string version) => Tags(s, [model], [version]).ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);

    public void SetTag(SqlSession s, long model, string version, string key, string value) => s.Execute("""
        insert into registry_tags (model, version, key, value) values (@model, @version, @key, @value) on conflict (model, version, key) do update set value = excluded.value
        """, new { model, version, key, value });

    public bool DeleteTag(SqlSession s, long model, string version, string key)
        => s.Execute("delete from registry_tags where model = @model and version = @version and key = @key", new { model, version, key }) > 0;

    private static string Free(SqlSession s, string column, string wished, string otherwise)
    {
        string name = wished;
        for (int n = 1; s.Scalar<long>($"select count(*) from registry_models where {column} = @name", new { name }) > 0; n++) name = n == 1 ? otherwise : $"{otherwise}-{n}";
        return name;
    }

    // Ids go into addresses and file names.
    private static string Slug(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (char c in name.Trim('-')) slug.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? char.ToLowerInvariant(c) : '-');
        return slug.Length > 60 ? slug.ToString(0, 60) : slug.Length == 0 ? "model" : slug.ToString();
    }
}
