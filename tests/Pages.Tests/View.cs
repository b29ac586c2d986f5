namespace Cairn.Pages.Tests;

/// <summary>How a page is looked at: desk or phone, light or dark.</summary>
public readonly record struct View(bool Phone, bool Dark)
{
    /// <summary>All four in the long tests, else the two that differ in everything.</summary>
    public static IReadOnlyList<View> All { get; } = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1"
        ? [new(false, false), new(false, true), new(true, false), new(true, true)]
        : [new(false, false), new(true, true)];

    public int Width => Phone ? 360 : 1440;
    public int Height => Phone ? 800 : 900;

    public override string ToString() => (Phone ? "phone" : "desk") + "-" + (Dark ? "dark" : "light");
}
