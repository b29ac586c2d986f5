using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>What an unquoted word is: nothing, a truth value, a number, or text (YAML 1.2, decimal numbers only).</summary>
internal static partial class PlainScalars
{
    public static JsonNode? ToJson(YamlScalar scalar, string path, ReadContext context)
    {
        if (!scalar.Plain || scalar.IsNothing)
        {
            return scalar.IsNothing ? null : JsonValue.Create(scalar.Text);
        }

        if (scalar.Text is "true" or "false")
        {
            return JsonValue.Create(scalar.Text == "true");
        }

        if (Whole().IsMatch(scalar.Text) && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return JsonValue.Create(whole);
        }

        if (TryNumber(scalar, out var number))
        {
            return JsonValue.Create(number);
        }

        if (Number().IsMatch(scalar.Text) || scalar.Text.TrimStart('-', '+').ToLowerInvariant() is ".inf" or ".nan")
        {
            context.Fault(scalar, path, "the number is too large or not finite; write a finite number, or quote the text");
        }

        return JsonValue.Create(scalar.Text);
    }

    /// <returns>True for an unquoted finite decimal number.</returns>
    public static bool TryNumber(YamlScalar scalar, out double number)
    {
        number = 0;
        return scalar.Plain && Number().IsMatch(scalar.Text)
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    [GeneratedRegex("^[-+]?(0|[1-9][0-9]*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
