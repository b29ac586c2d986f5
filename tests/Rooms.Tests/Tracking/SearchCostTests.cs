using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Search;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What a search costs, counted in steps of SQLite's machine: it grows with the page, not with the table.</summary>
public sealed class SearchCostTests
{
    private const int Some = 2000, Most = 8000, Experiments = 20;

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

    private static readonly (string Filter, string Order)[] Merged =
        [("", "metrics.m0 DESC"), ("metrics.m1 > 0.5", "metrics.m0 ASC"), ("metrics.m0 > 0.5", "attributes.run_name"), ("", "attributes.end_time DESC"), ("tags.t != '3'", "attributes.start_time ASC")];

    [Fact]
    public async Task A_page_of_four_times_as_many_runs_costs_about_the_same()
    {
        long[] some = await CostsAsync(Some), most = await CostsAsync(Most);
        for (int i = 0; i < Searches.Length; i++)
            ((double)most[i] / some[i]).ShouldBeLessThan(2, $"{Searches[i].Filter} by {Searches[i].Order}: {some[i]} and {most[i]} tens of steps");
    }

    [Fact]
    public async Task Nor_does_one_over_many_experiments_cost_more()
    {
        long[] some = await CostsAsync(Some, Experiments), most = await CostsAsync(Most, Experiments);
        for (int i = 0; i < Merged.Length; i++)
            ((double)most[i] / some[i]).ShouldBeLessThan(2, $"{Merged[i].Filter} by {Merged[i].Order}: {some[i]} and {most[i]} tens of steps");
    }

    private static async Task<long[]> CostsAsync(int count, int experiments = 0)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await ManyRuns.FillAsync(world, count);
        if (experiments > 0) await ManyRuns.SpreadAsync(world, experiments);
        long[] within = [.. Enumerable.Range(0, experiments + 1).Select(e => (long)e)];
        return await world.Database.ReadAsync(s => (experiments > 0 ? Merged : Searches).Select(search => Cost(s, within, search.Filter, search.Order)).ToArray(), TestContext.Current.CancellationToken);
    }

    private static long Cost(SqlSession s, long[] experiments, string filter, string order)
    {
        SQLitePCL.sqlite3 handle = ((PreparedConnection)s.Connection).Inner.Handle!;
        long units = 1;
        SQLitePCL.raw.sqlite3_progress_handler(handle, Unit, _ => { units++; return 0; }, null);
        try
        {
            IReadOnlyList<SearchOrder> orders = SearchParser.OrderBy(order.Length == 0 ? [] : [order], RunSearchStore.Grammar);
            new RunSearchStore { Patience = 1 }.Search(s, experiments, new SearchQuery("active", SearchParser.Filter(filter, RunSearchStore.Grammar), orders, 20, 0), null).Runs.ShouldNotBeEmpty();
        }
        finally
        {
            SQLitePCL.raw.sqlite3_progress_handler(handle, 0, null, null);
        }
        return units;
    }
}
