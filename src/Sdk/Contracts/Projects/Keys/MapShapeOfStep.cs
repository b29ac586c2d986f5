using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Shapes;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Keys;

/// <summary>What a step is mapped over: the word of a partition, or a list of items.</summary>
internal sealed class MapShapeOfStep : Shape<StepMap>
{
    private const string ItemPattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$";

    private static readonly Shape<StepMap> Unit = Of.Word("partition", ["hour", "day", "week", "month"], w => new StepMap(w, []));
    private static readonly Shape<IReadOnlyList<string>> Items = Of.List(Of.Pattern("an item", Item, ItemPattern));

    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out StepMap value)
    {
        if (node is not YamlList)
        {
            return Unit.TryRead(node, path, context, out value);
        }

        var ok = Items.TryRead(node, path, context, out var items);
        value = ok ? new StepMap(null, items!) : null;
        return ok;
    }

    public override JsonObject Describe(SchemaBook book) => new() { ["anyOf"] = new JsonArray(Unit.Describe(book), Items.Describe(book)) };

    private static Parsed<string> Item(string text) =>
        text.Length is > 0 and <= 60 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? Parsed.Good(text) : Parsed.Bad<string>("an item has letters, digits and . _ - only, 60 at most");
}
