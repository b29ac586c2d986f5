using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>A block with a fixed table of keys, made into a record.</summary>
/// <param name="id">Name in the schema's definitions.</param>
/// <param name="build">Called when every required key was read.</param>
internal sealed class BlockShape<T>(string id, string doc, IReadOnlyList<Key> keys, Func<Fields, T> build) : Shape<T>
{
    /// <summary>A single value in place of the block.</summary>
    public Func<YamlScalar, string, ReadContext, T?>? Short { get; init; }

    public JsonObject? ShortSchema { get; init; }

    /// <summary>Kind of the other keys, which the user names (columns, environments); null when there are none.</summary>
    public Key? Rest { get; init; }

    /// <summary>Whether a name not in the table is one of the others; all are, unless set.</summary>
    public Func<string, ReadContext, bool> IsRest { get; init; } = (_, _) => true;

    /// <summary>The names of the others, where they are known.</summary>
    public Func<ReadContext, IEnumerable<string>> RestNames { get; init; } = _ => [];

    /// <summary>Takes the others, by name.</summary>
    public Func<T, IReadOnlyList<KeyValuePair<string, object>>, T>? WithRest { get; init; }

    /// <summary>Built even when required keys are missing, so that the rest can be checked.</summary>
    public bool BuildAnyway { get; init; }

    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        if (Short is not null && node is YamlScalar { IsNothing: false } scalar)
        {
            value = Short(scalar, path, context)!;
            return value is not null;
        }

        if (node is not YamlMap map)
        {
            return Refuse(node, path, context, $"a block with {Words()}", out value!);
        }

        var fields = new Fields(path, path[(path.LastIndexOf('.') + 1)..]);
        var rest = new List<KeyValuePair<string, object>>();
        foreach (var entry in map.Entries)
        {
            ReadEntry(entry, path, context, fields, rest);
        }

        value = default!;
        if (!HasRequired(map, path, context, fields) && !BuildAnyway)
        {
            return false;
        }

        value = WithRest is null ? build(fields) : WithRest(build(fields), rest);
        return true;
    }

    public override JsonObject Describe(SchemaBook book)
    {
        var block = book.Refer(id, () => DescribeBlock(book));
        return ShortSchema is null ? block : new JsonObject { ["anyOf"] = new JsonArray(ShortSchema.DeepClone(), block) };
    }

    private void ReadEntry(YamlEntry entry, string path, ReadContext context, Fields fields, List<KeyValuePair<string, object>> rest)
    {
        var name = entry.Key.Text;
        var here = ReadContext.Join(path, name);
        context.Note(here, entry.Key.At, entry.Value);
        var key = keys.FirstOrDefault(k => k.Name == name && k.IsMeant(entry.Value));
        if (key is not null)
        {
            if (key.TryRead(entry.Value, here, context, out var value))
            {
                fields.Set(key, value);
            }
        }
        else if (Rest is null || !IsRest(name, context))
        {
            string? meant = Suggest(name, RestNames(context));
            context.Fault(entry.Key.At, here, meant is null ? $"unknown key; the keys here are {string.Join(", ", keys.Select(k => k.Name))}" : "unknown key", meant);
        }
        else if (Rest.TryRead(entry.Value, here, context, out var other) && other is not null)
        {
            rest.Add(new(name, other));
        }
    }

    private string? Suggest(string name, IEnumerable<string> others) =>
        keys.FirstOrDefault(k => k.AlsoKnownAs.Contains(name))?.Name ?? Nearest.To(name, keys.Select(k => k.Name).Concat(others));

    private bool HasRequired(YamlMap map, string path, ReadContext context, Fields fields)
    {
        foreach (var key in keys.Where(k => k.Required && !map.Entries.Any(e => e.Key.Text == k.Name)))
        {
            var here = ReadContext.Join(path, key.Name);
            context.FaultAtKey(path.Length == 0 ? here : path, $"'{key.Name}' is missing: {key.Doc}");
        }

        return keys.All(k => !k.Required || fields.Has(k));
    }

    private string Words() => keys.Count == 0 ? "names" : string.Join(", ", keys.Take(6).Select(k => k.Name)) + (keys.Count > 6 ? " …" : "");

    private JsonObject DescribeBlock(SchemaBook book)
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            properties[key.Name] = key.Describe(book);
        }

        var schema = new JsonObject { ["type"] = "object", ["description"] = doc, ["properties"] = properties };
        schema["additionalProperties"] = Rest is null ? false : Rest.Describe(book);
        if (keys.Any(k => k.Required))
        {
            schema["required"] = new JsonArray([.. keys.Where(k => k.Required).Select(k => (JsonNode)k.Name)]);
        }

        return schema;
    }
}
