using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>Columns that go together, <c>[a, b]</c>, or several such lists.</summary>
/// <param name="besides">What the same key may be as well, for the schema.</param>
internal sealed class TogetherShape(Shape<ColumnRules> besides) : Shape<IReadOnlyList<IReadOnlyList<string>>>
{
    private const int MostColumns = 32, MostLists = 16;

    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out IReadOnlyList<IReadOnlyList<string>> value)
    {
        value = null;
        if (node is not YamlList { Items.Count: > 0 } list)
        {
            context.Fault(node, path, "expected two columns or more that have no values twice together: [a, b]");
            return false;
        }

        var lists = new List<IReadOnlyList<string>>();
        var several = list.Items[0] is YamlList;
        for (var i = 0; i < (several ? list.Items.Count : 1); i++)
        {
            var (one, here) = several ? (list.Items[i], $"{path}[{i}]") : (node, path);
            if (!TryColumns(one, here, context, out var columns))
            {
                return false;
            }

            lists.Add(columns);
        }

        if (lists.Count > MostLists)
        {
            context.Fault(node, path, $"at most {MostLists} lists");
            return false;
        }

        value = lists.AsReadOnly();
        return true;
    }

    public override JsonObject Describe(SchemaBook book) => new() { ["anyOf"] = new JsonArray(Columns(), new JsonObject { ["type"] = "array", ["items"] = Columns(), ["minItems"] = 1, ["maxItems"] = MostLists }, besides.Describe(book)) };

    private static JsonObject Columns() => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") }, ["minItems"] = 2, ["maxItems"] = MostColumns, ["uniqueItems"] = true };

    private static bool TryColumns(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out IReadOnlyList<string> columns)
    {
        columns = null;
        if (node is not YamlList list)
        {
            context.Fault(node, path, "expected a list of columns: either [a, b], or [[a, b], [c, d]]");
            return false;
        }

        var names = new List<string>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is not YamlScalar { IsNothing: false } name)
            {
                context.Fault(list.Items[i], $"{path}[{i}]", "expected the name of a column");
                return false;
            }

            if (names.Contains(name.Text))
            {
                context.Fault(name, $"{path}[{i}]", $"'{name.Text}' stands twice");
                return false;
            }

            names.Add(name.Text);
        }

        if (names.Count is < 2 or > MostColumns)
        {
            context.Fault(list, path, names.Count < 2 ? "one column alone has 'unique: true' among its own rules" : $"at most {MostColumns} columns");
            return false;
        }

        columns = names.AsReadOnly();
        return true;
    }
}
