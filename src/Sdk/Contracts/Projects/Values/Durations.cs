using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cairn.Contracts.Projects;

/// <summary>Spans of time as written in the project file: <c>500ms</c>, <c>30m</c>, <c>1h30m</c>, <c>7d</c>, <c>2w</c>.</summary>
public static partial class Durations
{
    internal const string Pattern = "^([0-9]+(ms|s|m|h|d|w))+$";

    private const string Problem = "a duration is a number and a unit (ms, s, m, h, d, w), such as 30m or 7d";

    private static readonly (string Unit, long Milliseconds)[] Units =
        [("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    public static bool TryParse(string text, out TimeSpan value)
    {
        var parsed = Parse(text);
        value = parsed.Value;
        return parsed.Ok;
    }

    /// <summary>Above zero and at most 100 years.</summary>
    public static Parsed<TimeSpan> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Whole().IsMatch(text))
        {
            return Parsed.Bad<TimeSpan>(Problem);
        }

        double total = 0;
        foreach (Match part in Part().Matches(text))
        {
            var unit = Array.Find(Units, u => u.Unit == part.Groups["unit"].Value);
            total += double.Parse(part.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * unit.Milliseconds;
        }

        return total is > 0 and <= 36_525.0 * 86_400_000
            ? Parsed.Good(TimeSpan.FromMilliseconds(total))
            : Parsed.Bad<TimeSpan>("a duration is above zero and at most 100 years");
    }

    /// <summary>The shortest spelling that <see cref="Parse"/> reads back, down to milliseconds.</summary>
    public static string Format(TimeSpan value)
    {
        var rest = (long)value.TotalMilliseconds;
        var text = new StringBuilder();
        foreach (var (unit, size) in Units)
        {
            if (rest < size || (unit == "w" && rest % size != 0))
            {
                continue;
            }

            text.Append(rest / size).Append(unit);
            rest %= size;
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    [GeneratedRegex(Pattern, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex("(?<number>[0-9]+)(?<unit>ms|s|m|h|d|w)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
