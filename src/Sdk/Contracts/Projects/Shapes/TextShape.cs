using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>A single text with its own small parser.</summary>
internal sealed class TextShape<T>(string wanted, Func<string, Parsed<T>> parse, JsonObject schema) : Shape<T>
{
    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        if (node is not YamlScalar { IsNothing: false } scalar)
        {
            return Refuse(node, path, context, wanted, out value!);
        }

        var parsed = parse(scalar.Text);
        value = parsed.Value!;
        if (!parsed.Ok)
        {
            context.Fault(scalar, path, parsed);
        }

        return parsed.Ok;
    }

    public override JsonObject Describe(SchemaBook book) => (JsonObject)schema.DeepClone();
}
