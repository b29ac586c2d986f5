namespace Cairn.Platform.Web;

/// <summary>Lines that are shown, after a number of equal lines that are folded away.</summary>
internal sealed record DiffBlock(int Folded, IReadOnlyList<DiffLine> Lines)
{
    public static IEnumerable<DiffBlock> Of(IReadOnlyList<DiffLine> lines, int context)
    {
        var folded = 0;
        List<DiffLine> shown = [];
        for (var i = 0; i < lines.Count; i++)
        {
            if (IsNearChange(lines, i, context))
            {
                shown.Add(lines[i]);
                continue;
            }

            if (shown.Count > 0)
            {
                yield return new(folded, shown);
                (folded, shown) = (0, []);
            }

            folded++;
        }

        yield return new(shown.Count > 0 ? folded : 0, shown);
        if (shown.Count == 0 && folded > 0)
        {
            yield return new(folded, []);
        }
    }

    private static bool IsNearChange(IReadOnlyList<DiffLine> lines, int at, int context)
    {
        for (var i = Math.Max(0, at - context); i <= Math.Min(lines.Count - 1, at + context); i++)
        {
            if (lines[i].Kind != DiffKind.Equal)
            {
                return true;
            }
        }

        return false;
    }
}
