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

    [Theory]
    [InlineData("", "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)")]
    [InlineData("metrics.acc DESC", "SEARCH o USING PRIMARY KEY (run=? AND key=?)")]
    [InlineData("params.p DESC", "SEARCH o0 USING PRIMARY KEY (run=? AND key=?)")]
    public async Task Few_runs_with_a_value_of_a_parameter_are_found_by_it(string order, string expected)
    {
        string plan = await PlanAsync(e => Rare(e, order) is { MetricKey: not null } ranked ? ranked.Ranked(0, new RunMark(0, 0.5, 7, "id")) : Rare(e, order).General());
        plan.ShouldContain("SEARCH p USING COVERING INDEX tracking_params_value (key=? AND value=?)");
        plan.ShouldContain(expected);
        plan.ShouldNotContain("SCAN");
    }

    [Theory]
    [InlineData("")]
    [InlineData("metrics.acc DESC")]
    public async Task Postgres_finds_them_by_it_too(string order)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(TestEngines.Postgres);
        (string sql, object args) = Rare(world.Database.Engine, order) is { MetricKey: not null } ranked ? ranked.Ranked(0, null) : Rare(world.Database.Engine, order).General();
        string plan = await world.Database.ReadAsync(s =>
        {
            // Tables of no rows are gone through by preference.
            s.Execute("set local enable_seqscan = off");
            return string.Join('\n', s.Query<string>("explain " + sql, args));
        }, TestContext.Current.CancellationToken);
        plan.ShouldContain("tracking_params_value");
        plan.ShouldNotContain("Seq Scan");
    }

    private static RunSearchSql Rare(SqlEngine engine, string order) => Sql(engine, "params.p0 = '1' and metrics.m > 2", new ParamValue("p0", "1"), order.Length == 0 ? [] : [order]);

    private static (string, object) Ranked(SqlEngine engine, string filter, string order)
    {
        RunSearchSql search = Sql(engine, filter, order);
        search.NumbersAlone.ShouldBeTrue();
        return search.Ranked(0, null);
    }

    private static (string, object) General(SqlEngine engine, string? filter, params string[] orders) => Sql(engine, filter, orders).General();

    private static RunSearchSql Sql(SqlEngine engine, string? filter, params string[] orders) => Sql(engine, filter, null, orders);

    private static RunSearchSql Sql(SqlEngine engine, string? filter, ParamValue? few, string[] orders) => new(engine, [0],
        new SearchQuery("active", SearchParser.Filter(filter, RunSearchStore.Grammar), SearchParser.OrderBy(orders, RunSearchStore.Grammar), 100, 0), few);

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
