using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>One key of a block: its name, what it means, and whether it must be there.</summary>
internal abstract class Key(string name, string doc, bool required)
{
    public string Name { get; } = name;

    public string Doc { get; } = doc;

    public bool Required { get; } = required;

    /// <summary>Key names by which a user may know this one from elsewhere.</summary>
    public IReadOnlyList<string> AlsoKnownAs { get; init; } = [];

    /// <summary>Whether a value means this key and not one of the others that the user names.</summary>
    public Func<YamlNode, bool> IsMeant { get; init; } = _ => true;

    public abstract bool TryRead(YamlNode node, string path, ReadContext context, out object? value);

    public abstract JsonObject Describe(SchemaBook book);
}

internal sealed class Key<T>(string name, Shape<T> shape, string doc, bool required = false) : Key(name, doc, required)
{
    public override bool TryRead(YamlNode node, string path, ReadContext context, out object? value)
    {
        var ok = shape.TryRead(node, path, context, out var read);
        value = read;
        return ok;
    }

    public override JsonObject Describe(SchemaBook book)
    {
        var schema = shape.Describe(book);
        schema["description"] = Doc;
        return schema;
    }
}
