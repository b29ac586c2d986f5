using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>What a sweep searches: <c>0.01..0.3 log</c> or a list.</summary>
internal sealed partial class SpaceShape : Shape<SweepSpace>
{
    private const string Number = "-?[0-9]+([.][0-9]+)?(e-?[0-9]+)?";
    private const string Pattern = $"^{Number}[.][.]{Number}( log)?$";

    public override bool TryRead(YamlNode node, string path, ReadContext context, [MaybeNullWhen(false)] out SweepSpace value)
    {
        value = null;
        switch (node)
        {
            case YamlList { Items.Count: > 0 } list when new FreeShape().TryRead(list, path, context, out var json):
                value = new SweepChoices([.. json.EnumerateArray()]);
                return true;
            case YamlScalar { IsNothing: false } scalar:
                var range = Parse(scalar.Text);
                value = range.Value;
                if (!range.Ok)
                {
                    context.Fault(scalar, path, range);
                }

                return range.Ok;
            default:
                return Refuse(node, path, context, "a range such as 0.01..0.3 log, or a list", out value!);
        }
    }

    public override JsonObject Describe(SchemaBook book) => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string", ["pattern"] = Pattern }, new JsonObject { ["type"] = "array", ["minItems"] = 1 }),
    };

    private static Parsed<SweepRange> Parse(string text)
    {
        if (!Range().IsMatch(text))
        {
            return Parsed.Bad<SweepRange>("a range is <low>..<high>, with ' log' for a logarithmic scale");
        }

        var log = text.EndsWith(" log", StringComparison.Ordinal);
        var ends = text.Split(' ')[0].Split("..");
        var (low, high) = (double.Parse(ends[0], CultureInfo.InvariantCulture), double.Parse(ends[1], CultureInfo.InvariantCulture));
        if (!(low < high) || !double.IsFinite(low) || !double.IsFinite(high))
        {
            return Parsed.Bad<SweepRange>("the range ends before it starts");
        }

        return log && low <= 0
            ? Parsed.Bad<SweepRange>("a logarithmic range starts above 0")
            : Parsed.Good(new SweepRange(low, high, log, ends.All(e => long.TryParse(e, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))));
    }

    [GeneratedRegex(Pattern, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Range();
}
