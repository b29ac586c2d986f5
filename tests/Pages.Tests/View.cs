namespace Cairn.Pages.Tests;

/// <summary>How a page is looked at: desk or phone, light or dark.</summary>
public readonly record struct View(bool Phone, bool Dark)
{
    public int Width => Phone ? 360 : 1440;
    public int Height => Phone ? 800 : 900;

    public override string ToString() => (Phone ? "phone" : "desk") + "-" + (Dark ? "dark" : "light");
}
