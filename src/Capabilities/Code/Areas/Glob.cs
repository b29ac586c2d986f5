using System.Text;
using System.Text.RegularExpressions;

namespace Cairn.Code;

/// <summary>A path pattern: <c>*</c> and <c>?</c> within a segment, <c>**</c> across segments; a folder's name stands for everything below it.</summary>
internal sealed class Glob
{
    private readonly Regex _regex;

    public Glob(string pattern) => _regex = new Regex(Translate(pattern.TrimEnd('/')), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public bool Matches(string path) => _regex.IsMatch(path);

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder(@"\A");
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern.AsSpan(i).StartsWith("**/"))
            {
                regex.Append("(?:[^/]+/)*");
                i += 2;
            }
            else if (pattern.AsSpan(i).StartsWith("**"))
            {
                regex.Append(".*");
                i++;
            }
            else
            {
                regex.Append(pattern[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
            }
        }
        return regex.Append(@"(?:/.*)?\z").ToString();
    }
}
