using Cairn.Platform.Sql;
using Cairn.Tracking.Metrics;
using Cairn.Tracking.Runs;
using Cairn.Tracking.Search;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>The plans of the searches: what an index is for is found by it, and no table is gone through from end to end.</summary>
public sealed class SearchPlanTests
{
    [Fact]
    public async Task An_order_by_a_metric_walks_that_metrics_index()
    {
        string plan = await PlanAsync(s => Ranked(s, "metrics.acc > 0.5 and params.p0 = '1'", "metrics.acc DESC"));
        plan.ShouldContain("SEARCH o USING COVERING INDEX tracking_latest_value (experiment=? AND key=? AND is_nan=? AND value>?)");
        plan.ShouldContain("SEARCH r USING INTEGER PRIMARY KEY (rowid=?)");
        plan.ShouldContain("SEARCH t USING PRIMARY KEY (run=? AND key=?)");
        // Only runs of an equal value are sorted.
        plan.ShouldContain("USE TEMP B-TREE FOR ");
        plan.ShouldNotContain("USE TEMP B-TREE FOR ORDER BY");
        plan.ShouldNotContain("SCAN");
    }

    [Fact]
    public async Task The_newest_runs_are_found_without_sorting()
    {
        string plan = await PlanAsync(s => General(s, "metrics.acc > 0.5 or (tags.t = 'a' and params.p like 'b%')"));
        plan.ShouldContain("SEARCH r USING INDEX tracking_runs_time (experiment=? AND stage=?)");
        plan.ShouldNotContain("TEMP B-TREE");
        plan.ShouldNotContain("SCAN");
    }

    [Theory]
    [InlineData("params.p DESC", "o0 USING PRIMARY KEY (run=? AND key=?)")]
    [InlineData("tags.t", "o0 USING PRIMARY KEY (run=? AND key=?)")]
    [InlineData("metrics.m", "o0 USING PRIMARY KEY (run=? AND key=?)")]
    [InlineData("attributes.end_time", "r USING INDEX tracking_runs_time (experiment=? AND stage=?)")]
    public async Task Any_other_order_looks_up_each_run_by_its_key(string order, string expected)
    {
        string plan = await PlanAsync(s => General(s, null, order));
        plan.ShouldContain(expected);
        plan.ShouldNotContain("SCAN");
    }

    [Fact]
    public async Task A_history_reads_the_blocks_of_its_run_and_key_alone()
    {
        string plan = await PlanAsync(_ => (MetricStore.BlocksOfKey, new { run = 1L, key = "loss" }));
        plan.Split("tracking_blocks_run (run=? AND key=?)").Length.ShouldBe(3);
        plan.ShouldNotContain("SCAN");
    }

    [Theory]
    [InlineData(0, "SEARCH o USING COVERING INDEX tracking_latest_value (experiment=? AND key=? AND is_nan=? AND value<?)")]
    [InlineData(1, "SEARCH o USING COVERING INDEX tracking_latest_value (experiment=? AND key=? AND is_nan=?)")]
    [InlineData(2, "SEARCH r USING INDEX tracking_runs_time (experiment=? AND stage=? AND start_time<?)")]
    public async Task The_next_page_by_a_metric_begins_where_the_last_ended(int part, string expected)
    {
        string plan = await PlanAsync(e => Sql(e, "params.p0 = '1'", "metrics.acc DESC").Ranked(part, new RunMark(part, part == 0 ? 0.5 : null, 7, "id")));
        plan.ShouldContain(expected);
        plan.ShouldNotContain("SCAN");
    }

    [Fact]
    public async Task The_next_page_of_the_newest_begins_where_the_last_ended()
    {
        string plan = await PlanAsync(e => Sql(e, "params.p0 = '1'").General(new RunMark(0, null, 7, "id")));
        plan.ShouldContain("SEARCH r USING INDEX tracking_runs_time (experiment=? AND stage=? AND start_time<?)");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    private static (string, object) Ranked(SqlEngine engine, string filter, string order)
    {
        RunSearchSql search = Sql(engine, filter, order);
        search.NumbersAlone.ShouldBeTrue();
        return search.Ranked(0, null);
    }

    private static (string, object) General(SqlEngine engine, string? filter, params string[] orders) => Sql(engine, filter, orders).General();

    private static RunSearchSql Sql(SqlEngine engine, string? filter, params string[] orders) => new(engine, [0],
        new SearchQuery("active", SearchParser.Filter(filter, RunSearchStore.Grammar), SearchParser.OrderBy(orders, RunSearchStore.Grammar), 100, 0));

    private static async Task<string> PlanAsync(Func<SqlEngine, (string Sql, object Args)> statement)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (string sql, object args) = statement(world.Database.Engine);
        IReadOnlyList<PlanStep> steps = await world.Database.ReadAsync(s => s.Query<PlanStep>("explain query plan " + sql, args), TestContext.Current.CancellationToken);
        return string.Join('\n', steps.Select(p => p.Detail));
    }

    private sealed record PlanStep
    {
        public string Detail { get; init; } = "";
    }
}
