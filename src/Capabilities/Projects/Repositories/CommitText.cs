namespace Cairn.Projects;

/// <summary>Reads what git prints of a commit.</summary>
internal static class CommitText
{
    public const string Format = "%H%x00%P%x00%an%x00%ae%x00%cn%x00%ce%x00%ct%x00%s%x00%(trailers:only=true,unfold=true,separator=%x01)";

    private const int Words = 9;

    /// <param name="fields">By <see cref="Format"/>, then of each changed file <c>added TAB removed TAB path</c>; '-' for binary files.</param>
    public static CommitInfo Read(string[] fields)
    {
        string[][] changes = [.. fields.Skip(Words).Select(e => e.TrimStart('\n').Split('\t', 3)).Where(e => e.Length == 3)];
        (string Key, string Value)[] trailers = [.. fields[8].Split('\u0001', StringSplitOptions.RemoveEmptyEntries).Select(Trailer)];
        return new CommitInfo
        {
            Commit = fields[0],
            Parents = fields[1].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Author = new Signature(fields[2], fields[3]),
            Committer = new Signature(fields[4], fields[5]),
            At = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[6])),
            Title = Cut(fields[7], 200),
            Reviewers = Signatures(trailers, "Reviewed-by"),
            CoAuthors = Signatures(trailers, "Co-authored-by"),
            Trailers = trailers.Where(t => t.Key.StartsWith("Cairn-", StringComparison.OrdinalIgnoreCase))
                .GroupBy(t => t.Key, t => t.Value, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.Last(), StringComparer.OrdinalIgnoreCase),
            Paths = [.. changes.Select(e => e[2])],
            Lines = changes.Sum(e => Number(e[0]) + Number(e[1])),
        };
    }

    private static IReadOnlyList<Signature> Signatures(IEnumerable<(string Key, string Value)> trailers, string key)
        => [.. trailers.Where(t => string.Equals(t.Key, key, StringComparison.OrdinalIgnoreCase)).Select(t => SignatureOf(t.Value)).Distinct()];

    private static Signature SignatureOf(string text)
    {
        int open = text.LastIndexOf('<'), close = text.LastIndexOf('>');
        return open >= 0 && close > open ? new Signature(text[..open].Trim(), text[(open + 1)..close].Trim()) : new Signature(text.Trim(), "");
    }

    private static (string Key, string Value) Trailer(string line) => line.Split(':', 2) is [var key, var value] ? (key.Trim(), value.Trim()) : (line.Trim(), "");

    private static long Number(string text) => long.TryParse(text, out long n) ? n : 0;

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
