namespace Cairn.Platform.Web.Charts;

/// <summary>The six colours, dashes and marks of series. A version or run keeps its slot on all pages.</summary>
public static class SeriesStyle
{
    public const int Slots = 6;
    private static readonly object[] Dashes = ["solid", new[] { 7, 3 }, new[] { 2, 3 }, new[] { 8, 3, 2, 3 }, new[] { 12, 4 }, new[] { 4, 2 }];
    private static readonly string[] Symbols = ["circle", "rect", "triangle", "diamond", "arrow", "emptyCircle"];

    /// <summary>Slot 0 to 5 of a numbered thing, such as version 14.</summary>
    public static int SlotOf(long number) => (int)(((number % Slots) + Slots) % Slots);

    /// <summary>Slot 0 to 5 of a named thing (FNV-1a, the same in every process).</summary>
    public static int SlotOf(string name)
    {
        var hash = 2166136261u;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return (int)(hash % Slots);
    }

    /// <summary>The slots wanted, with clashes on one chart moved to the next free one (the later thing moves).</summary>
    public static int[] Spread(IEnumerable<int> wanted)
    {
        List<int> given = [];
        foreach (var slot in wanted)
        {
            var next = slot;
            for (var i = 0; i < Slots && given.Contains(next); i++)
            {
                next = (next + 1) % Slots;
            }

            given.Add(next);
        }

        return [.. given];
    }

    internal static string Color(int slot) => "$s" + (slot + 1);

    internal static object Dash(int slot) => Dashes[slot];

    internal static string Symbol(int slot) => Symbols[slot];
}
