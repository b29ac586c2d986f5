namespace Cairn.Bench;

/// <summary>The same search where ten times as many runs are: its cost must grow with the page, not with the table.</summary>
internal sealed class TrackingSearchLarge : TrackingSearch
{
    public override string Name => "tracking-search-large";

    public override Goal Goal => Goal.NoMoreThan(40);

    protected override int Count => 100_000;
}
