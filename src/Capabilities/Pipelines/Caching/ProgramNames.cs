namespace Cairn.Pipelines.Caching;

/// <summary>
/// Words of a text that may name a program: where a shell looks for a command, and after a quote, as programs in other languages write it. Words too
/// many do no harm, for only those count that are found on the search path.
/// </summary>
internal static class ProgramNames
{
    // After these another command follows.
    private static readonly HashSet<string> Before = ["then", "do", "else", "elif", "if", "while", "until", "exec", "env", "nice", "nohup", "time", "timeout", "command", "xargs", "sudo", "stdbuf", "setsid"];

    public static IReadOnlySet<string> Of(string text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        bool expected = true;
        for (int at = text.StartsWith("#!", StringComparison.Ordinal) ? 2 : 0; at < text.Length;)
        {
            char c = text[at];
            if (IsWord(c))
            {
                int end = at;
                while (end < text.Length && IsWord(text[end])) end++;
                string word = text[at..end];
                if (expected) expected = !TryName(word, names) || Before.Contains(Path.GetFileName(word));
                at = end;
            }
            else
            {
                expected = c is '\n' or ';' or '&' or '|' or '(' or '{' or '!' or '`' or '"' or '\'' || (expected && char.IsWhiteSpace(c));
                at++;
            }
        }
        return names;
    }

    // Options, variables that are set and numbers stand before a command as well as after it.
    private static bool TryName(string word, HashSet<string> names)
    {
        if (word[0] == '-' || word.Contains('=') || double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out _)) return false;
        names.Add(word);
        return true;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '.' or '/' or '=' or '$' or '%' or '@' or ':';
}
