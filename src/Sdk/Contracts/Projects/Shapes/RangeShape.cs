using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary><c>[low, high]</c>, numbers or ISO dates; null is an open end.</summary>
internal sealed class RangeShape : Shape<ColumnRange>
{
    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out ColumnRange value)
    {
        value = default;
        if (node is not YamlList { Items: [var low, var high] })
        {
            context.Fault(node, path, "a range is a list of two numbers or two dates: [low, high]");
            return false;
        }

        if (!TryEnd(low, path + "[0]", context, isEnd: false, out var min) | !TryEnd(high, path + "[1]", context, isEnd: true, out var max))
        {
            return false;
        }

        if (Problem(min, max) is { } problem)
        {
            context.Fault(node, path, problem);
            return false;
        }

        value = min.Time is null && max.Time is null ? new ColumnRange(new ValueRange(min.Number, max.Number), null) : new ColumnRange(null, new TimeRange(min.Time, max.Time));
        return true;
    }

    public override JsonObject Describe(SchemaBook book) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject
        {
            ["anyOf"] = new JsonArray(new JsonObject { ["type"] = new JsonArray("number", "null") }, new JsonObject { ["type"] = "string", ["pattern"] = IsoTime.Pattern }),
        },
        ["minItems"] = 2,
        ["maxItems"] = 2,
    };

    private static string? Problem(End min, End max) => (min, max) switch
    {
        ({ IsOpen: true }, { IsOpen: true }) => "a range needs at least one end",
        ({ Number: not null }, { Time: not null }) or ({ Time: not null }, { Number: not null }) => "both ends of a range are numbers, or both are dates",
        _ => min.Number > max.Number || min.Time > max.Time ? "the range ends before it starts" : null,
    };

    private static bool TryEnd(YamlNode node, string path, ReadContext context, bool isEnd, out End end)
    {
        end = default;
        if (node is YamlScalar { IsNothing: true })
        {
            return true;
        }

        if (node is YamlScalar scalar)
        {
            if (PlainScalars.TryNumber(scalar, out var number))
            {
                end = new End(number, null);
                return true;
            }

            if (IsoTime.TryParse(scalar.Text, isEnd, out var time))
            {
                end = new End(null, time);
                return true;
            }
        }

        context.Fault(node, path, "expected a number, an ISO date such as 2001-01-31 or 2001-01-31T12:00:00Z, or null for an open end");
        return false;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct End(double? Number, DateTime? Time)
    {
        public bool IsOpen => Number is null && Time is null;
    }
}

/// <summary>A range of numbers or one of times.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ColumnRange(ValueRange? Numbers, TimeRange? Times);
