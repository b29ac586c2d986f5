using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>Any value, kept as JSON.</summary>
internal sealed class FreeShape : Shape<JsonElement>
{
    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out JsonElement value)
    {
        var before = context.FaultCount;
        value = JsonSerializer.SerializeToElement(ToJson(node, path, context));
        return context.FaultCount == before;
    }

    public override JsonObject Describe(SchemaBook book) => [];

    private static JsonNode? ToJson(YamlNode node, string path, ReadContext context)
    {
        switch (node)
        {
            case YamlScalar scalar:
                return PlainScalars.ToJson(scalar, path, context);
            case YamlList list:
                return new JsonArray([.. list.Items.Select((item, i) => ToJson(item, $"{path}[{i}]", context))]);
            default:
                var json = new JsonObject();
                foreach (var (key, value) in ((YamlMap)node).Entries)
                {
                    var here = ReadContext.Join(path, key.Text);
                    context.Note(here, key.At, value);
                    json[key.Text] = ToJson(value, here, context);
                }

                return json;
        }
    }
}
