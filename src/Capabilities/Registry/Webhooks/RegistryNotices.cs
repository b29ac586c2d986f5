using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Registry.Models;
using Cairn.Registry.Versions;
using Cairn.Tracking;

namespace Cairn.Registry.Webhooks;

/// <summary>What webhooks are told of the registry. Of a prompt it is told as of a prompt.</summary>
internal sealed class RegistryNotices(WebhookNotices notices, ModelStore models)
{
    public void ModelCreated(SqlSession s, ModelRow model, IReadOnlyList<RunTag> tags)
        => notices.Raise(s, Entity(s, model.Num, "REGISTERED_MODEL", "PROMPT"), "CREATED", new JsonObject { ["name"] = model.MlflowName, ["tags"] = Map(tags), ["description"] = model.Description });

    public void VersionCreated(SqlSession s, VersionRow version, IReadOnlyList<RunTag> tags)
    {
        var data = new JsonObject { ["name"] = version.MlflowName, ["version"] = version.Number.ToString(), ["tags"] = Map(tags), ["description"] = version.Description };
        string entity = Entity(s, version.Model, "MODEL_VERSION", "PROMPT_VERSION");
        if (entity == "PROMPT_VERSION") data["template"] = tags.FirstOrDefault(t => t.Key == "mlflow.prompt.text")?.Value;
        else (data["source"], data["run_id"]) = (version.Source, version.TrackingRunId);
        notices.Raise(s, entity, "CREATED", data);
    }

    /// <param name="value">Null when the tag was taken away.</param>
    public void Tagged(SqlSession s, ModelRow model, long? version, string key, string? value)
    {
        string entity = version is null ? Entity(s, model.Num, "", "PROMPT_TAG") : Entity(s, model.Num, "MODEL_VERSION_TAG", "PROMPT_VERSION_TAG");
        // Tags of models that are no prompts are told to nobody.
        if (entity.Length == 0) return;
        var data = new JsonObject { ["name"] = model.MlflowName, ["key"] = key };
        if (version is { } number) data["version"] = number.ToString();
        if (value is not null) data["value"] = value;
        notices.Raise(s, entity, value is null ? "DELETED" : "SET", data);
    }

    /// <param name="version">Null when the alias was taken away.</param>
    public void Aliased(SqlSession s, ModelRow model, string alias, long? version)
    {
        var data = new JsonObject { ["name"] = model.MlflowName, ["alias"] = alias };
        if (version is { } number) data["version"] = number.ToString();
        notices.Raise(s, Entity(s, model.Num, "MODEL_VERSION_ALIAS", "PROMPT_ALIAS"), version is null ? "DELETED" : "CREATED", data);
    }

    private string Entity(SqlSession s, long model, string ofModel, string ofPrompt)
        => models.Tags(s, [model], [""]).Any(t => t is { Key: ModelSearch.PromptTag, Value: "true" }) ? ofPrompt : ofModel;

    private static JsonObject Map(IReadOnlyList<RunTag> tags) => new(tags.GroupBy(t => t.Key, StringComparer.Ordinal).Select(g => KeyValuePair.Create(g.Key, (JsonNode?)g.Last().Value)));
}
