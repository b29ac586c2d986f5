using System.Text;

namespace Cairn.Cli.Begin;

/// <summary>Names as the project file takes them, made of names of files, each given once.</summary>
internal sealed class FirstNames
{
    private readonly HashSet<string> _taken = [];

    public static string Of(string text, char between = '_')
    {
        var name = new StringBuilder();
        foreach (var c in text.ToLowerInvariant())
        {
            name.Append(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : between);
        }
        var made = name.ToString().Trim(between);
        made = made.Length > 0 && char.IsAsciiLetterLower(made[0]) ? made : "x" + made;
        return made.Length > 40 ? made[..40] : made;
    }

    public string Take(string wanted)
    {
        var name = wanted;
        for (var n = 2; !_taken.Add(name); n++)
        {
            name = $"{wanted}{n}";
        }
        return name;
    }
}
