namespace Cairn.Tracking.Imports.Workbooks;

/// <summary>Where a cell stands: <c>AB12</c> is column 27, counted from 0.</summary>
internal static class CellPlace
{
    /// <summary>-1 when there are no letters; never more than <paramref name="most"/>.</summary>
    public static int Column(string reference, int most)
    {
        int column = 0;
        foreach (char c in reference.TakeWhile(char.IsAsciiLetter)) column = Math.Min(column * 26 + char.ToUpperInvariant(c) - 'A' + 1, most + 1);
        return column - 1;
    }
}
