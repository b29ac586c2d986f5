using Cairn.Tracking.Search;

namespace Cairn.Registry.Models;

/// <summary>What models and versions are searched by; attributes stand for columns.</summary>
internal static class ModelSearch
{
    public const string PromptTag = "mlflow.prompt.is_prompt";

    public static SearchGrammar Models { get; } = SearchGrammar.Of("name=m.mlflow_name", "timestamp=m.updated_at last_updated_timestamp=m.updated_at", SearchEntity.Tag);

    public static SearchGrammar Versions { get; } = SearchGrammar.Of(
        "name=m.mlflow_name run_id=v.tracking_run_id source_path=v.source", "version_number=v.number creation_timestamp=v.registered_at last_updated_timestamp=v.updated_at", SearchEntity.Tag);

    /// <summary>Prompts ride on the registry; they are found only by who asks for them.</summary>
    public static bool AsksForPrompts(SearchQuery query) => query.Filter?.Comparisons.Any(c => c.Key is { Entity: SearchEntity.Tag, Name: PromptTag } && c.Operator == "=" && (string)c.Value! == "true") == true;
}
