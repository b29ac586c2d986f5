using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Search;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What a search costs, counted in steps of SQLite's machine: it grows with the page, not with the table.</summary>
public sealed class SearchCostTests
{
    private const int Some = 2000, Most = 8000;

    // Steps between two looks.
    private const int Unit = 10;

    private static readonly (string Filter, string Order)[] Searches =
    [
        ("", ""),
        ("metrics.m0 > 0.5 and params.p0 = '1'", "metrics.m0 DESC"),
        ("metrics.m0 > 0.5 and metrics.m1 > 0.5", "metrics.m1 ASC"),
        ("params.p0 = '1'", "params.rare DESC"),
        ("params.p0 IN ('1', '2') and tags.t = '3'", ""),
        ("tags.t = '3'", "tags.t"),
        ("metrics.m0 > 0.5", "params.p0 DESC"),
        ("metrics.m0 > 0.5", "attributes.start_time ASC"),
        ("metrics.m0 > 0.5", "attributes.run_name"),
        ("attributes.run_id = '00000000000000000000000000000007'", "metrics.m0"),
        ("attributes.run_name = 'run 77'", "params.p0"),
        ("attributes.start_time > 1795163461000 and attributes.start_time < 1795163461100", "metrics.m0"),
    ];

    [Fact]
    public async Task A_page_of_four_times_as_many_runs_costs_about_the_same()
    {
        long[] some = await CostsAsync(Some), most = await CostsAsync(Most);
        for (int i = 0; i < Searches.Length; i++)
            ((double)most[i] / some[i]).ShouldBeLessThan(2, $"{Searches[i].Filter} by {Searches[i].Order}: {some[i]} and {most[i]} tens of steps");
    }

    private static async Task<long[]> CostsAsync(int count)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await ManyRuns.FillAsync(world, count);
        return await world.Database.ReadAsync(s => Searches.Select(search => Cost(s, search.Filter, search.Order)).ToArray(), TestContext.Current.CancellationToken);
    }

    private static long Cost(SqlSession s, string filter, string order)
    {
        SQLitePCL.sqlite3 handle = ((PreparedConnection)s.Connection).Inner.Handle!;
        long units = 1;
        SQLitePCL.raw.sqlite3_progress_handler(handle, Unit, _ => { units++; return 0; }, null);
        try
        {
            IReadOnlyList<SearchOrder> orders = SearchParser.OrderBy(order.Length == 0 ? [] : [order], RunSearchStore.Grammar);
            new RunSearchStore { Patience = 1 }.Search(s, [0], new SearchQuery("active", SearchParser.Filter(filter, RunSearchStore.Grammar), orders, 20, 0), null).Runs.ShouldNotBeEmpty();
        }
        finally
        {
            SQLitePCL.raw.sqlite3_progress_handler(handle, 0, null, null);
        }
        return units;
    }
}
