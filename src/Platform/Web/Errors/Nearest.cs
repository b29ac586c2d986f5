namespace Cairn.Platform.Web;

/// <summary>Names near to a mistyped one, by edit distance with neighbouring letters swapped (optimal string alignment).</summary>
public static class Nearest
{
    /// <summary>At most <paramref name="count"/> of the known names, nearest first; only those within half the length of the asked name, or that begin with it.</summary>
    public static IReadOnlyList<NamedLink> Of(string name, IEnumerable<NamedLink> known, int count = 3) =>
        [.. known.Select(k => (Link: k, Distance: Distance(name, k.Name)))
            .Where(k => k.Distance <= Math.Max(1, name.Length / 2) || k.Link.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(k => k.Distance).ThenBy(k => k.Link.Name, StringComparer.Ordinal).Take(count).Select(k => k.Link)];

    /// <summary>Insertions, deletions, replacements and swaps from one text to the other; case does not count; texts are cut at 100 letters.</summary>
    public static int Distance(string from, string to)
    {
        string a = Cut(from), b = Cut(to);
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

    private static string Cut(string text) => (text.Length > 100 ? text[..100] : text).ToLowerInvariant();
}
