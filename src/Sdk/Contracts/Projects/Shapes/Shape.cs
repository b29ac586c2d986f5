using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>What a value of the project file looks like: reads it, and describes itself as JSON Schema. The one source of both.</summary>
internal abstract class Shape<T>
{
    /// <returns>False when nothing could be made of the node; the faults are in the context.</returns>
    public abstract bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out T value);

    public abstract JsonObject Describe(SchemaBook book);

    protected static bool Refuse(YamlNode node, string path, ReadContext context, string wanted, out T? value)
    {
        value = default;
        var found = node switch
        {
            YamlScalar { IsNothing: true } => "nothing",
            YamlScalar => "a single value",
            YamlList { Items.Count: 0 } => "an empty list",
            YamlList => "a list",
            YamlMap { Entries.Count: 0 } => "an empty block",
            _ => "a block of keys",
        };
        context.Fault(node, path, $"expected {wanted}, found {found}");
        return false;
    }
}
