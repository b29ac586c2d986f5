using Cairn.Platform.Sql;
using Cairn.Registry.Models;

namespace Cairn.Registry.Prompts;

/// <summary>Prompts by name, and their versions, newest first. A text is read for the version that is shown alone.</summary>
internal sealed class PromptStore
{
    private const string TextTag = "mlflow.prompt.text";

    private const string Rows = """
        select m.num, m.mlflow_name as name, m.project, m.description, m.updated_at, (select count(*) from registry_versions v where v.model = m.num and not v.deleted) as versions
        from registry_models m join registry_tags t on t.model = m.num and t.version = '' and t.key = @tag and t.value = 'true' where not m.deleted
        """;

    /// <param name="after">The name before the page; empty for the first.</param>
    public IReadOnlyList<PromptRow> List(SqlSession s, string after, int limit)
        => s.Query<PromptRow>(Rows + " and m.mlflow_name > @after order by m.mlflow_name limit @limit", new { tag = ModelSearch.PromptTag, after, limit });

    public PromptRow? Find(SqlSession s, string name) => s.First<PromptRow>(Rows + " and m.mlflow_name = @name", new { tag = ModelSearch.PromptTag, name });

    /// <param name="before">The number after the page; the greatest there is for the first.</param>
    public IReadOnlyList<PromptVersion> Versions(SqlSession s, long prompt, long before, int limit) => s.Query<PromptVersion>("""
        select id, number, description, user_id, registered_at from registry_versions where model = @prompt and not deleted and number < @before order by number desc limit @limit
        """, new { prompt, before, limit });

    /// <summary>Null where there is no such version; empty where it has no text.</summary>
    public string? Text(SqlSession s, long prompt, long number) => s.First<string>("""
        select coalesce(t.value, '') from registry_versions v left join registry_tags t on t.model = v.model and t.version = v.id and t.key = @tag
        where v.model = @prompt and v.number = @number and not v.deleted
        """, new { tag = TextTag, prompt, number });
}
