using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary>The same search where ten times as many runs are: its cost must grow with the page, not with the table.</summary>
internal sealed class TrackingSearchLarge() : TrackingSearched(SqlEngine.Sqlite)
{
    private const int Keys = 10;

    protected override string Plain => "tracking-search-large";

    protected override int Count => 100_000;

    protected override double Ratio => 40;

    protected override double Hold => 50;

    protected override Task FillAsync(CancellationToken cancel) => FillAsync(runs => runs.Add(0, Count, Keys), cancel);
}
