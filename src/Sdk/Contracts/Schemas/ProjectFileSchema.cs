using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Keys;
using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Schemas;

/// <summary>JSON Schema (2020-12) of <c>cairn.yaml</c>, made from the tables of keys that the parser reads by.</summary>
public static class ProjectFileSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as text, ending in a line feed.</summary>
    public static string Write()
    {
        var book = new SchemaBook();
        var root = FileKeys.Shape.Describe(book);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "cairn.yaml",
            ["$ref"] = root["$ref"]!.DeepClone(),
            ["$defs"] = book.Definitions,
        };
        return schema.ToJsonString(Indented) + "\n";
    }
}
