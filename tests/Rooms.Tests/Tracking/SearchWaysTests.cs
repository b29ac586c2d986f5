using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Search;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Searches among so many runs that every way to find them is taken: walks that fill a page and walks that do not, few runs, equal values, all runs. Each finds what the plainest statement finds.</summary>
public sealed class SearchWaysTests
{
    private const int Page = 40, Pages = 3;
    // One of them has no runs.
    private static readonly long[] Several = [0, 1, 2, 3, 4, 5, 6];

    private static readonly string[] Filters =
    [
        "", "params.p0 = '1'", "params.rare = '77'", "params.rare LIKE '7%'", "params.rare LIKE '77'", "metrics.m0 > 0.9 and metrics.m1 > 0.9", "metrics.m0 > 0.5 and metrics.m1 < 0.5 and tags.t = '3'",
        "tags.t IN ('1', '2') and params.p0 != '1'", "metrics.m0 < 0.2 or params.rare = '5'", "attributes.end_time > 1795163471800", "attributes.run_name IN ('run 5', 'run 50', 'nobody')",
    ];

    private static readonly string[] Orders =
        ["", "metrics.m0 DESC", "metrics.m0 ASC", "params.p0 DESC", "params.rare", "tags.t", "attributes.end_time DESC", "attributes.start_time ASC", "attributes.run_name", "attributes.status", "metrics.m0 DESC,metrics.m1", "params.p0,metrics.m1 DESC", "tags.t,attributes.start_time"];

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Every_way_finds_the_same(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await ManyRuns.FillAsync(world, 2500);
        await world.Database.ReadAsync(s =>
        {
            foreach (string filter in Filters)
                foreach (string order in Orders)
                {
                    SearchQuery query = Query(filter, order);
                    Found(s, query, [0]).ShouldBe(Plain(s, query, [0]), $"{filter} by {order}");
                }
            return true;
        }, TestContext.Current.CancellationToken);
    }

    /// <summary>Small experiments beside a large one: each is walked by itself, or looked at with others, or holds too little for a page.</summary>
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Of_several_experiments_the_same_is_found(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await ManyRuns.FillAsync(world, 800);
        await ManyRuns.SpreadAsync(world, 5);
        await world.Database.ReadAsync(s =>
        {
            foreach (string filter in (string[])["", "params.p0 = '1'", "params.rare LIKE '7%'", "metrics.m0 > 0.5 and metrics.m1 < 0.5", "metrics.m0 < 0.2 or params.rare = '5'"])
                foreach (string order in (string[])["metrics.m0 DESC", "metrics.m0 ASC", "attributes.end_time DESC", "attributes.start_time ASC", "attributes.run_name", "metrics.m0 DESC,params.p0", "params.p0", "attributes.status DESC,metrics.m0"])
                {
                    SearchQuery query = Query(filter, order);
                    Found(s, query, Several).ShouldBe(Plain(s, query, Several), $"{filter} by {order}");
                }
            return true;
        }, TestContext.Current.CancellationToken);
    }

    private static SearchQuery Query(string filter, string order)
        => new("active", SearchParser.Filter(filter, RunSearchStore.Grammar), SearchParser.OrderBy(order.Split(',', StringSplitOptions.RemoveEmptyEntries), RunSearchStore.Grammar), Page, 0);

    private static List<long> Found(SqlSession s, SearchQuery query, long[] experiments)
    {
        (var found, RunMark? mark) = (new List<long>(), null);
        for (int page = 0; page < Pages; page++)
        {
            (IReadOnlyList<RunRow> runs, RunMark? next) = new RunSearchStore { Patience = 1 }.Search(s, experiments, query, RunMark.Decode(mark?.Encode()));
            found.AddRange(runs.Select(r => r.Num));
            if (next is null) break;
            mark = next;
        }
        return found;
    }

    private static List<long> Plain(SqlSession s, SearchQuery query, long[] experiments)
    {
        (string sql, object args) = new RunSearchSql(s.Engine, experiments, query with { Limit = Page * Pages }).General(null, null);
        return [.. s.Query<RunRow>(sql, args).Select(r => r.Num)];
    }
}
