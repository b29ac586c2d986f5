using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>A list of single values; numbers when all are unquoted numbers.</summary>
internal sealed class AllowedShape : Shape<AllowedValues>
{
    private const int Most = 10_000;

    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out AllowedValues value)
    {
        value = null;
        if (node is not YamlList { Items.Count: > 0 and <= Most } list)
        {
            context.Fault(node, path, "expected a list of the values allowed");
            return false;
        }

        var texts = new List<string>();
        var numbers = new List<double>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is not YamlScalar { IsNothing: false } scalar)
            {
                context.Fault(list.Items[i], $"{path}[{i}]", "expected a single value; missing values are the matter of 'missing'");
                return false;
            }

            texts.Add(scalar.Text);
            if (PlainScalars.TryNumber(scalar, out var number))
            {
                numbers.Add(number);
            }
        }

        value = new AllowedValues(texts.AsReadOnly(), numbers.Count == texts.Count ? numbers.AsReadOnly() : null);
        return true;
    }

    public override JsonObject Describe(SchemaBook book) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
        ["minItems"] = 1,
    };
}
