using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>Names chosen by the user (or from a list), each with the same kind of block. Keeps the order of the file.</summary>
internal sealed class MapShape<T>(string wanted, Shape<T> item, NameRule names, bool mayBeEmpty = false) : Shape<IReadOnlyDictionary<string, T>>
{
    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, T> value)
    {
        if (node is not YamlMap map || (map.Entries.Count == 0 && !mayBeEmpty))
        {
            return Refuse(node, path, context, "a block of " + wanted, out value!);
        }

        var read = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, below) in map.Entries)
        {
            var here = ReadContext.Join(path, key.Text);
            context.Note(here, key.At, below);
            context.Declare(path, key.Text);
            if (names.Check(key.Text) is { } problem)
            {
                context.Fault(key.At, here, problem, names.Suggest(key.Text));
            }

            if (item.TryRead(below, here, context, out var one))
            {
                read[key.Text] = one;
            }
        }

        value = new ReadOnlyDictionary<string, T>(read);
        return true;
    }

    public override JsonObject Describe(SchemaBook book)
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = item.Describe(book) };
        if (names.Schema() is { } rule)
        {
            schema["propertyNames"] = rule;
        }

        if (!mayBeEmpty)
        {
            schema["minProperties"] = 1;
        }

        return schema;
    }
}
