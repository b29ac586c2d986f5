using System.Text;

namespace Cairn.Cli.Clients;

/// <summary>Names of C#, made of names that may hold anything.</summary>
internal static class CsharpNames
{
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal) { "Equals", "GetHashCode", "GetType", "ToString", "Id", "Version", "Deconstruct", "EqualityContract", "PrintMembers" };

    /// <summary>One name for each, in order, all different.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> names)
    {
        var made = new List<string>();
        foreach (string name in names)
        {
            string pascal = Pascal(name), free = Taken.Contains(pascal) ? pascal + "Value" : pascal;
            for (int i = 2; made.Contains(free); i++) free = $"{pascal}{i}";
            made.Add(free);
        }

        return made;
    }

    /// <summary><c>flight_no</c> becomes <c>FlightNo</c>.</summary>
    public static string Pascal(string name)
    {
        var made = new StringBuilder();
        bool up = true;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                up = true;
                continue;
            }

            made.Append(up ? char.ToUpperInvariant(c) : c);
            up = false;
        }

        if (made.Length == 0) return "Value";
        return char.IsAsciiDigit(made[0]) ? "N" + made : made.ToString();
    }
}
