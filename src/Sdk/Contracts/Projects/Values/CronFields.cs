using System.Globalization;
using System.Text.RegularExpressions;

namespace Cairn.Contracts.Projects;

/// <summary>Checks the five fields of a cron line: numbers, ranges, lists and steps.</summary>
internal static partial class CronFields
{
    private static readonly (string Name, int Low, int High)[] Fields =
        [("minute", 0, 59), ("hour", 0, 23), ("day of month", 1, 31), ("month", 1, 12), ("day of week", 0, 6)];

    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static bool LooksLikeCron(string[] parts) => parts.Length >= 5 && parts.Take(5).All(p => p.Length > 0 && (char.IsAsciiDigit(p[0]) || p[0] == '*'));

    /// <returns>The problem and the field it lies in, or null.</returns>
    public static (string Problem, int Field)? Check(string[] parts)
    {
        for (var i = 0; i < Fields.Length; i++)
        {
            var (name, low, high) = Fields[i];
            if (!parts[i].Split(',').All(p => Fits(p, low, high)))
            {
                return ($"the {name} field of a cron line takes {low} to {high}, '*', lists, ranges and steps", i);
            }
        }

        return parts[2] != "*" && parts[4] != "*" ? ("a cron line sets the day of the month or the day of the week, not both", 4) : null;
    }

    /// <summary>Numbers to names, since Quartz counts days from 1.</summary>
    public static string NameDays(string field) =>
        Number().Replace(field.Split('/')[0], m => Days[int.Parse(m.ValueSpan, CultureInfo.InvariantCulture)]) + (field.Contains('/') ? field[field.IndexOf('/')..] : "");

    private static bool Fits(string part, int low, int high)
    {
        var match = Item().Match(part);
        if (!match.Success)
        {
            return false;
        }

        var from = Read(match.Groups["from"], low);
        var to = Read(match.Groups["to"], match.Groups["from"].Success ? from : high);
        var step = Read(match.Groups["step"], 1);
        return from >= low && to <= high && from <= to && step >= 1 && step <= high;
    }

    private static int Read(Group group, int other) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : other;

    [GeneratedRegex(@"^(?:\*|(?<from>[0-9]{1,2})(?:-(?<to>[0-9]{1,2}))?)(?:/(?<step>[0-9]{1,2}))?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Item();

    [GeneratedRegex("[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
