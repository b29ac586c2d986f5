using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary><c>[low, high]</c>; null is an open end.</summary>
internal sealed class RangeShape : Shape<ValueRange>
{
    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out ValueRange value)
    {
        value = default;
        if (node is not YamlList { Items: [var low, var high] })
        {
            context.Fault(node, path, "a range is a list of two numbers: [low, high]");
            return false;
        }

        if (!TryEnd(low, path + "[0]", context, out var min) | !TryEnd(high, path + "[1]", context, out var max))
        {
            return false;
        }

        if (min > max || (min is null && max is null))
        {
            context.Fault(node, path, min is null ? "a range needs at least one end" : "the range ends before it starts");
            return false;
        }

        value = new ValueRange(min, max);
        return true;
    }

    public override JsonObject Describe(SchemaBook book) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = new JsonArray("number", "null") },
        ["minItems"] = 2,
        ["maxItems"] = 2,
    };

    private static bool TryEnd(YamlNode node, string path, ReadContext context, out double? end)
    {
        end = null;
        if (node is YamlScalar { IsNothing: true })
        {
            return true;
        }

        if (node is YamlScalar scalar && PlainScalars.TryNumber(scalar, out var number))
        {
            end = number;
            return true;
        }

        context.Fault(node, path, "expected a number, or null for an open end");
        return false;
    }
}
