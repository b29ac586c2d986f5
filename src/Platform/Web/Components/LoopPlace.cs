namespace Cairn.Platform.Web;

/// <summary>Where a station stands in the two rows, and which way its arrow points (r, d, l, u).</summary>
internal readonly record struct LoopPlace(int Row, int Column, string Arrow)
{
    public static LoopPlace Of(int index, int count)
    {
        var width = (count + 1) / 2;
        return index < width
            ? new(1, index + 1, index == width - 1 ? "d" : "r")
            : new(2, (2 * width) - index, index == count - 1 ? "u" : "l");
    }
}
