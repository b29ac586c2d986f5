namespace Cairn.Pages.Tests;

/// <summary>How a page is looked at: desk or phone, light or dark.</summary>
public readonly record struct View(bool Phone, bool Dark)
{
    /// <summary>Each page in all four views in the long tests, else page by page in one of the two that differ in everything.</summary>
    public static IEnumerable<TheoryDataRow<string, bool, bool>> Of(params string[] pages) => Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1"
        ? from page in pages from phone in new[] { false, true } from dark in new[] { false, true } select new TheoryDataRow<string, bool, bool>(page, phone, dark)
        : pages.Select((page, i) => new TheoryDataRow<string, bool, bool>(page, i % 2 == 0, i % 2 == 0));

    public int Width => Phone ? 360 : 1440;
    public int Height => Phone ? 800 : 900;

    public override string ToString() => (Phone ? "phone" : "desk") + "-" + (Dark ? "dark" : "light");
}
