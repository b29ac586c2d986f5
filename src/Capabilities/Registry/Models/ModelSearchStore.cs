using Cairn.Platform.Sql;
using Cairn.Registry.Versions;
using Cairn.Tracking.Search;

namespace Cairn.Registry.Models;

/// <summary>Finds models and versions over all projects, for MLflow's clients. Prompts are left out unless asked for.</summary>
internal sealed class ModelSearchStore
{
    public IReadOnlyList<ModelRow> Models(SqlSession s, SearchQuery query)
    {
        var clauses = new SearchSql(s.Engine);
        string where = Where(clauses, query, "''");
        return s.Query<ModelRow>($"""
            select m.* from registry_models m where not m.deleted{where} order by {Order(query, "m.mlflow_name")} limit {query.Limit} offset {query.Offset}
            """, clauses.Args);
    }

    public IReadOnlyList<VersionRow> Versions(SqlSession s, SearchQuery query)
    {
        var clauses = new SearchSql(s.Engine);
        string where = Where(clauses, query, "v.id");
        return s.Query<VersionRow>($"""
            select v.*, m.project, m.name, m.mlflow_name from registry_versions v join registry_models m on m.num = v.model where not v.deleted{where}
            order by {Order(query, "v.updated_at desc, m.mlflow_name, v.number desc")} limit {query.Limit} offset {query.Offset}
            """, clauses.Args);
    }

    private static string Where(SearchSql clauses, SearchQuery query, string version)
    {
        string where = SearchSql.And(query.Filter, c => Clause(clauses, c, version));
        if (ModelSearch.AsksForPrompts(query)) return where;
        return where + $" and not exists (select 1 from registry_tags p where p.model = m.num and p.version = '' and p.key = {clauses.Add(ModelSearch.PromptTag)} and p.value = 'true')";
    }

    private static string Clause(SearchSql clauses, Comparison c, string version)
    {
        if (c.Key.Entity == SearchEntity.Attribute) return clauses.Compare(c.Key.Name, c);
        string tag = $"select 1 from registry_tags t where t.model = m.num and t.version = {version} and t.key = {clauses.Add(c.Key.Name)}";
        // Prompts are marked; what is not marked is none.
        if (c is { Key.Name: ModelSearch.PromptTag, Operator: "!=" }) return $"not exists ({tag} and t.value = {clauses.Add(c.Value)})";
        return c.Operator == "IS NULL" ? $"not exists ({tag})" : c.Operator == "IS NOT NULL" ? $"exists ({tag})" : $"exists ({tag} and {clauses.Compare("t.value", c)})";
    }

    private static string Order(SearchQuery query, string usual)
    {
        if (query.OrderBy.FirstOrDefault(o => o.Key.Entity != SearchEntity.Attribute) is { } odd) throw Tracking.MlflowException.Invalid($"Invalid order_by key '{Tracking.KeyRules.Cut(odd.Key.Name, 100)}'.");
        return string.Join(", ", query.OrderBy.Select(o => $"{o.Key.Name} {SearchSql.Direction(o)}").Append(usual));
    }
}
