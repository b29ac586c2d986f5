using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Registry.Models;
using Cairn.Registry.Versions;
using Cairn.Tracking;

namespace Cairn.Registry.Mlflow;

/// <summary>Models and versions as MLflow's messages.</summary>
internal sealed class RegistryMessages(RegistryStores stores)
{
    public IReadOnlyList<JsonObject> Models(SqlSession s, IReadOnlyList<ModelRow> models)
    {
        long[] nums = [.. models.Select(m => m.Num)];
        if (nums.Length == 0) return [];
        ILookup<long, AliasRow> aliases = stores.Models.Aliases(s, nums).ToLookup(a => a.Model);
        ILookup<long, VersionRow> latest = stores.Versions.NewestOfStages(s, nums).ToLookup(v => v.Model);
        ILookup<long, TagRow> tags = stores.Models.Tags(s, nums, latest.SelectMany(l => l).Select(v => v.Id).Prepend("")).ToLookup(t => t.Model);
        return [.. models.Select(m => Model(m, aliases[m.Num], [.. tags[m.Num]], [.. latest[m.Num]]))];
    }

    public IReadOnlyList<JsonObject> Versions(SqlSession s, IReadOnlyList<VersionRow> versions)
    {
        long[] nums = [.. versions.Select(v => v.Model).Distinct()];
        if (nums.Length == 0) return [];
        ILookup<string, AliasRow> aliases = stores.Models.Aliases(s, nums).ToLookup(a => a.Version);
        ILookup<string, TagRow> tags = stores.Models.Tags(s, nums, versions.Select(v => v.Id)).ToLookup(t => t.Version);
        return [.. versions.Select(v => Version(v, aliases[v.Id], tags[v.Id]))];
    }

    public JsonObject Model(SqlSession s, ModelRow model) => Models(s, [model])[0];

    public JsonObject Version(SqlSession s, VersionRow version) => Versions(s, [version])[0];

    private static JsonObject Model(ModelRow model, IEnumerable<AliasRow> aliases, IReadOnlyList<TagRow> tags, IReadOnlyList<VersionRow> latest)
    {
        var message = new JsonObject { ["name"] = model.MlflowName, ["creation_timestamp"] = model.CreatedAt, ["last_updated_timestamp"] = model.UpdatedAt };
        message.AddText("description", model.Description);
        AliasRow[] all = [.. aliases];
        message.AddList("latest_versions", latest.Select(v => Version(v, [], tags.Where(t => t.Version == v.Id))));
        message.AddList("tags", tags.Where(t => t.Version.Length == 0).Select(t => Messages.KeyValue(t.Key, t.Value)));
        message.AddList("aliases", all.Select(a => new JsonObject { ["alias"] = a.Alias, ["version"] = a.Number.ToString() }));
        return message;
    }

    private static JsonObject Version(VersionRow version, IEnumerable<AliasRow> aliases, IEnumerable<TagRow> tags)
    {
        var message = new JsonObject
        {
            ["name"] = version.MlflowName,
            ["version"] = version.Number.ToString(),
            ["creation_timestamp"] = version.RegisteredAt,
            ["last_updated_timestamp"] = version.UpdatedAt,
            ["current_stage"] = version.Stage,
            ["description"] = version.Description ?? "",
            ["source"] = version.Source ?? "",
            ["run_id"] = version.TrackingRunId ?? "",
            ["status"] = "READY",
            ["run_link"] = version.RunLink ?? "",
        };
        message.AddList("tags", tags.Select(t => Messages.KeyValue(t.Key, t.Value)));
        var names = new JsonArray([.. aliases.Select(a => (JsonNode)a.Alias)]);
        if (names.Count > 0) message["aliases"] = names;
        return message;
    }
}
