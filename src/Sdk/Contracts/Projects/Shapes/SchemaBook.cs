using System.Text.Json.Nodes;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>Collects the named parts of a JSON Schema.</summary>
internal sealed class SchemaBook
{
    public JsonObject Definitions { get; } = [];

    public JsonObject Refer(string name, Func<JsonObject> describe)
    {
        if (!Definitions.ContainsKey(name))
        {
            Definitions[name] = null;
            Definitions[name] = describe();
        }

        return new JsonObject { ["$ref"] = "#/$defs/" + name };
    }
}
