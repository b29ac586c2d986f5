namespace Cairn.Tracking.Search;

/// <summary>LIKE in memory: <c>%</c> is any text, <c>_</c> one character.</summary>
internal static class LikePattern
{
    public static bool Matches(string text, string pattern, bool ignoreCase)
    {
        (int at, int place, int star, int mark) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (place < pattern.Length && pattern[place] == '%') (star, mark, place) = (place, at, place + 1);
            else if (place < pattern.Length && (pattern[place] == '_' || Same(text[at], pattern[place], ignoreCase))) (at, place) = (at + 1, place + 1);
            else if (star >= 0) (place, at, mark) = (star + 1, mark + 1, mark + 1);
            else return false;
        }
        return pattern.AsSpan(place).TrimStart('%').IsEmpty;
    }

    private static bool Same(char a, char b, bool ignoreCase) => a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
