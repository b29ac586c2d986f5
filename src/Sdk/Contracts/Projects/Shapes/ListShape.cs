using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>A list of one kind of thing; with <paramref name="orOne"/>, a single one need not be a list.</summary>
internal sealed class ListShape<T>(Shape<T> item, bool orOne = false) : Shape<IReadOnlyList<T>>
{
    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        if (orOne && node is YamlScalar { IsNothing: false } && item.TryRead(node, path, context, out var single))
        {
            value = [single];
            return true;
        }

        if (node is not YamlList { Items.Count: > 0 } list)
        {
            return orOne && node is YamlScalar { IsNothing: false } ? Nothing(out value) : Refuse(node, path, context, "a list with at least one item", out value!);
        }

        var items = new List<T>(list.Items.Count);
        var places = new List<int>(list.Items.Count);
        for (var i = 0; i < list.Items.Count; i++)
        {
            context.Note($"{path}[{i}]", null, list.Items[i]);
            if (item.TryRead(list.Items[i], $"{path}[{i}]", context, out var read))
            {
                items.Add(read);
                places.Add(i);
            }
        }

        context.NoteItems(path, places);
        value = items.AsReadOnly();
        return true;
    }

    public override JsonObject Describe(SchemaBook book)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.Describe(book), ["minItems"] = 1 };
        return orOne ? new JsonObject { ["anyOf"] = new JsonArray(item.Describe(book), list) } : list;
    }

    private static bool Nothing(out IReadOnlyList<T>? value)
    {
        value = null;
        return false;
    }
}
