namespace Cairn.Contracts.Projects;

/// <summary>The nearest known word by edits (insert, delete, replace, swap of neighbours).</summary>
internal static class Nearest
{
    private const int Longest = 64;

    /// <returns>The nearest candidate, or null when none is near: one edit for a short word, three for a long one.</returns>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > Longest)
        {
            return null;
        }

        var allowed = word.Length switch { <= 3 => 1, <= 7 => 2, _ => 3 };
        return candidates
            .Where(c => c.Length <= Longest && c != word)
            .Select(c => (Word: c, Edits: Distance(word.ToLowerInvariant(), c.ToLowerInvariant())))
            .Where(c => c.Edits <= allowed && c.Edits < c.Word.Length)
            .OrderBy(c => c.Edits).ThenBy(c => c.Word, StringComparer.Ordinal)
            .FirstOrDefault().Word;
    }

    /// <summary>Optimal string alignment distance.</summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
