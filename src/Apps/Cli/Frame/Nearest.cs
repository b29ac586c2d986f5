namespace Cairn.Cli.Frame;

/// <summary>The known word that was most likely meant.</summary>
internal static class Nearest
{
    /// <returns>The closest of <paramref name="known"/> within a third of the word's length (at least one letter), or null.</returns>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var best = known
            .Select(candidate => (Candidate: candidate, Distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return best.Candidate is not null && best.Distance <= Math.Max(1, word.Length / 3) ? best.Candidate : null;
    }

    /// <summary>Edits from one word to the other: insert, delete, replace, swap of neighbours (Damerau-Levenshtein, restricted).</summary>
    internal static int Distance(string left, string right)
    {
        var cells = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            cells[i, 0] = i;
        }
        for (var j = 0; j <= right.Length; j++)
        {
            cells[0, j] = j;
        }
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                cells[i, j] = Math.Min(Math.Min(cells[i - 1, j], cells[i, j - 1]) + 1, cells[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    cells[i, j] = Math.Min(cells[i, j], cells[i - 2, j - 2] + 1);
                }
            }
        }
        return cells[left.Length, right.Length];
    }
}
