namespace Cairn.Platform.Web;

public enum DiffKind
{
    Equal,
    Removed,
    Added,
}

/// <summary>One line of a comparison.</summary>
public sealed record DiffLine(DiffKind Kind, string Text);

/// <summary>Line differences by longest common subsequence; texts beyond 2,000 changed lines are shown as all removed, all added.</summary>
public static class TextDiff
{
    private const int Most = 2000;

    public static IReadOnlyList<DiffLine> Compare(string before, string after)
    {
        string[] a = Split(before), b = Split(after);
        var head = 0;
        while (head < a.Length && head < b.Length && a[head] == b[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < a.Length - head && tail < b.Length - head && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        return
        [
            .. a[..head].Select(t => new DiffLine(DiffKind.Equal, t)),
            .. Middle(a[head..(a.Length - tail)], b[head..(b.Length - tail)]),
            .. a[(a.Length - tail)..].Select(t => new DiffLine(DiffKind.Equal, t)),
        ];
    }

    private static IEnumerable<DiffLine> Middle(string[] a, string[] b)
    {
        if (a.Length > Most || b.Length > Most)
        {
            return [.. a.Select(t => new DiffLine(DiffKind.Removed, t)), .. b.Select(t => new DiffLine(DiffKind.Added, t))];
        }

        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
            {
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return Walk(a, b, common);
    }

    private static List<DiffLine> Walk(string[] a, string[] b, int[,] common)
    {
        List<DiffLine> lines = [];
        int i = 0, j = 0;
        while (i < a.Length || j < b.Length)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j])
            {
                lines.Add(new(DiffKind.Equal, a[i++]));
                j++;
            }
            else if (i < a.Length && (j == b.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(new(DiffKind.Removed, a[i++]));
            }
            else
            {
                lines.Add(new(DiffKind.Added, b[j++]));
            }
        }

        return lines;
    }

    private static string[] Split(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
