using Cairn.Platform.Sql;
using Cairn.Tracking.Metrics;
using Cairn.Tracking.Runs;
using Cairn.Tracking.Runs.Searching;
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
        string plan = await PlanAsync(e => Sql(e, "metrics.acc > 0.5 or (tags.t = 'a' and params.p like 'b%')").ByTimeAlone(null, null));
        plan.ShouldContain("SEARCH r USING INDEX tracking_runs_time (experiment=? AND stage=?)");
        plan.ShouldNotContain("TEMP B-TREE");
        plan.ShouldNotContain("SCAN");
    }

    [Theory]
    [InlineData("params.p DESC", "o0 USING PRIMARY KEY (run=? AND key=?)")]
    [InlineData("tags.t", "o0 USING PRIMARY KEY (run=? AND key=?)")]
    [InlineData("metrics.m", "o0 USING PRIMARY KEY (run=? AND key=?)")]
    [InlineData("attributes.end_time", "r USING INDEX tracking_runs_time (experiment=? AND stage=?)")]
    public async Task Where_no_walk_fills_a_page_each_run_is_looked_up_by_its_key(string order, string expected)
    {
        string plan = await PlanAsync(e => Sql(e, null, order).General(null, null));
        plan.ShouldContain(expected);
        plan.ShouldNotContain("SCAN");
    }

    [Theory]
    [InlineData("params.p DESC", "SEARCH o USING COVERING INDEX tracking_params_value (key=? AND value>?)")]
    [InlineData("tags.t", "SEARCH o USING COVERING INDEX tracking_tags_value (key=? AND value<?)")]
    [InlineData("attributes.end_time DESC", "SEARCH o USING COVERING INDEX tracking_runs_end (experiment=? AND stage=? AND end_time>?)")]
    [InlineData("attributes.start_time ASC", "SEARCH o USING COVERING INDEX tracking_runs_time (experiment=? AND stage=? AND start_time<?)")]
    [InlineData("attributes.run_name", "SEARCH o USING COVERING INDEX tracking_runs_name (experiment=? AND name<?)")]
    [InlineData("metrics.m", "SEARCH o USING COVERING INDEX tracking_latest_value (experiment=? AND key=? AND is_nan=? AND value<?)")]
    public async Task An_order_is_walked_in_its_index_as_far_as_told(string order, string expected)
    {
        object until = order.StartsWith("metrics", StringComparison.Ordinal) ? 0.5 : order.Contains("time", StringComparison.Ordinal) ? 7L : "x";
        string plan = await PlanAsync(e => Sql(e, "metrics.acc > 0.5", order, "params.second").Ranked(0, null, 101, until: until));
        plan.ShouldContain(expected);
        plan.ShouldContain("SEARCH r USING INTEGER PRIMARY KEY (rowid=?)");
        plan.ShouldContain("SEARCH o0 USING PRIMARY KEY (run=? AND key=?) LEFT-JOIN");
        plan.ShouldNotContain("USE TEMP B-TREE FOR ORDER BY");
        plan.ShouldNotContain("SCAN");
        string bound = await PlanAsync(e => Sql(e, "metrics.acc > 0.5", order).RankBound(null, 20_000));
        bound.ShouldContain("COVERING INDEX");
        bound.ShouldNotContain("TEMP B-TREE");
    }

    [Fact]
    public async Task What_no_walk_finds_is_looked_for_run_by_run()
    {
        string plan = await PlanAsync(e => Sql(e, "params.p like 'x%'", "metrics.acc DESC").Ranked(0, null, 101, byRun: true));
        plan.ShouldContain("SEARCH r USING INDEX tracking_runs_time (experiment=? AND stage=?)");
        plan.ShouldContain("SEARCH o USING PRIMARY KEY (run=? AND key=?)");
    }

    [Fact]
    public async Task The_newest_of_several_experiments_are_merged()
    {
        string plan = await PlanAsync(e => new RunSearchSql(e, [0, 1, 2], new SearchQuery(null, null, [], 100, 0)).ByTimeAlone(null, new RunRow { StartTime = 7, Id = "id" }));
        plan.Split("SEARCH r USING INDEX tracking_runs_time (experiment=? AND stage=? AND start_time>?)").Length.ShouldBe(7);
        plan.ShouldContain("MERGE (UNION ALL)");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    [Fact]
    public async Task What_several_experiments_gave_is_put_in_order_by_number()
    {
        string plan = await PlanAsync(e => Sql(e, null, "metrics.acc DESC").Sorted([7, 8]));
        plan.ShouldContain("SEARCH r USING INTEGER PRIMARY KEY (rowid=?)");
        plan.Replace("SCAN json_each", "", StringComparison.Ordinal).ShouldNotContain("SCAN");
        (await PostgresPlanAsync(e => Sql(e, null, "metrics.acc DESC").Sorted([7, 8]))).ShouldNotContain("Seq Scan on tracking_runs");
    }

    [Theory]
    [InlineData("params.p = '1'", "SEARCH d USING COVERING INDEX tracking_params_value (key=? AND value=?)")]
    [InlineData("params.p IN ('1', '2')", "SEARCH d USING COVERING INDEX tracking_params_value (key=? AND value=?)")]
    [InlineData("tags.t = 'a'", "SEARCH d USING COVERING INDEX tracking_tags_value (key=? AND value=?)")]
    [InlineData("tags.t IN ('a', 'b')", "SEARCH d USING COVERING INDEX tracking_tags_value (key=? AND value=?)")]
    [InlineData("metrics.m > 2 and metrics.m <= 3", "SEARCH d USING COVERING INDEX tracking_latest_value (experiment=? AND key=? AND is_nan=? AND value>? AND value<?)")]
    [InlineData("attributes.start_time > 5", "SEARCH d USING COVERING INDEX tracking_runs_time (experiment=? AND stage=? AND start_time>?)")]
    [InlineData("attributes.end_time < 5", "SEARCH d USING COVERING INDEX tracking_runs_end (experiment=? AND stage=? AND end_time>? AND end_time<?)")]
    [InlineData("attributes.run_name = 'x'", "SEARCH d USING COVERING INDEX tracking_runs_name (experiment=? AND name=?)")]
    [InlineData("attributes.run_id IN ('a', 'b')", "SEARCH d USING COVERING INDEX sqlite_autoindex_tracking_runs_1 (id=?)")]
    public async Task What_meets_a_condition_is_counted_and_found_by_an_index_alone(string filter, string expected)
    {
        RunLookup Lookup(SqlEngine e) => Sql(e, filter, "metrics.acc").Lookups.ShouldHaveSingleItem();
        foreach (string plan in (string[])[await PlanAsync(e => Sql(e, filter, "metrics.acc").Count(Lookup(e), 1001)), await PlanAsync(e => Sql(e, filter, "metrics.acc").General(Lookup(e), null))])
        {
            plan.ShouldContain(expected);
            // What was found is gone through, and nothing else.
            plan.Replace("SCAN few", "", StringComparison.Ordinal).Replace("SCAN d", "", StringComparison.Ordinal).ShouldNotContain("SCAN");
        }
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
        string plan = await PlanAsync(e => Sql(e, "params.p0 = '1'", "metrics.acc DESC").Ranked(part, Mark(part == 0 ? new RunPlace(0, 0.5) : new RunPlace(part)), 101));
        plan.ShouldContain(expected);
        plan.ShouldNotContain("SCAN");
    }

    [Theory]
    [InlineData("params.p DESC", "SEARCH o USING COVERING INDEX tracking_params_value (key=? AND value<?)")]
    [InlineData("tags.t", "SEARCH o USING COVERING INDEX tracking_tags_value (key=? AND value>?)")]
    [InlineData("attributes.run_name", "SEARCH o USING COVERING INDEX tracking_runs_name (experiment=? AND name>?)")]
    public async Task So_does_one_by_a_text(string order, string expected)
    {
        string plan = await PlanAsync(e => Sql(e, "metrics.acc > 0.5", order, "metrics.second").Ranked(0, Mark(RunPlace.Of("x"), new RunPlace(2)), 101));
        plan.ShouldContain(expected);
        plan.ShouldNotContain("USE TEMP B-TREE FOR ORDER BY");
        plan.ShouldNotContain("SCAN");
    }

    [Fact]
    public async Task The_next_page_of_the_newest_begins_where_the_last_ended()
    {
        string plan = await PlanAsync(e => Sql(e, "params.p0 = '1'").ByTimeAlone(Mark(), null));
        plan.ShouldContain("SEARCH r USING INDEX tracking_runs_time (experiment=? AND stage=? AND start_time<?)");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    [Theory]
    [InlineData("", "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)")]
    [InlineData("metrics.acc DESC", "SEARCH o USING PRIMARY KEY (run=? AND key=?)")]
    [InlineData("params.p DESC", "SEARCH o0 USING PRIMARY KEY (run=? AND key=?)")]
    public async Task Few_runs_that_meet_a_condition_are_found_by_it(string order, string expected)
    {
        string plan = await PlanAsync(e => Rare(e, order));
        plan.ShouldContain("SEARCH d USING COVERING INDEX tracking_params_value (key=? AND value=?)");
        plan.ShouldContain(expected);
        plan.Replace("SCAN d", "", StringComparison.Ordinal).ShouldNotContain("SCAN");
    }

    [Theory]
    [InlineData("")]
    [InlineData("metrics.acc DESC")]
    public async Task Postgres_finds_them_by_it_too(string order)
    {
        string plan = await PostgresPlanAsync(e => Rare(e, order));
        plan.ShouldContain("tracking_params_value");
        plan.ShouldNotContain("Seq Scan");
    }

    [Theory]
    [InlineData("params.p DESC", "Index Only Scan Backward using tracking_params_value")]
    [InlineData("tags.t", "Index Only Scan using tracking_tags_value")]
    [InlineData("attributes.end_time", "Index Only Scan using tracking_runs_end")]
    public async Task Postgres_walks_the_same_indexes(string order, string expected)
        => (await PostgresPlanAsync(e => Sql(e, "metrics.acc > 0.5", order).RankBound(null, 20_000))).ShouldContain(expected);

    [Fact]
    public async Task Postgres_walks_a_metric_and_the_time_in_their_indexes()
    {
        await using TestWorld world = await TrackingWorld.StartAsync(TestEngines.Postgres);
        foreach ((Func<SqlEngine, (string, object)> statement, string index) in ((Func<SqlEngine, (string, object)>, string)[])
        [
            (e => Ranked(e, "metrics.acc > 0.5 and params.p0 = '1'", "metrics.acc DESC"), "tracking_latest_value"), (e => Ranked(e, "metrics.acc > 0.5", "metrics.acc ASC"), "tracking_latest_value"),
            (e => Sql(e, "metrics.acc > 0.5 or (tags.t = 'a' and params.p like 'b%')").ByTimeAlone(null, null), "tracking_runs_time"), (e => Sql(e, "params.p0 = '1'").ByTimeAlone(Mark(), null), "tracking_runs_time"),
        ])
        {
            string plan = await PostgresPlanAsync(world, statement);
            plan.ShouldMatch($"Index (Only )?Scan (Backward )?using {index}");
            plan.ShouldNotContain("Seq Scan");
        }
    }

    [Fact]
    public async Task The_newest_runs_of_a_project_are_merged()
    {
        string plan = await PlanAsync(e => RunListStore.Newest(e, [0, 1, 2], "FINISHED", (7, 7), 20));
        plan.Split("SEARCH r USING INDEX tracking_runs_time (experiment=? AND stage=? AND start_time<?)").Length.ShouldBe(4);
        plan.ShouldContain("MERGE (UNION ALL)");
        plan.ShouldNotContain("USE TEMP B-TREE FOR ORDER BY");
    }

    [Fact]
    public async Task A_run_is_found_by_its_name_in_an_index()
        => (await PlanAsync(_ => (RunListStore.Named, new { project = "p", idOrName = "x" }))).ShouldContain("SEARCH r USING INDEX tracking_runs_name (experiment=? AND name=?)");

    private static (string, object) Rare(SqlEngine engine, string order)
    {
        RunSearchSql search = Sql(engine, "params.p0 = '1' and metrics.m > 2", order.Length == 0 ? [] : [order]);
        RunLookup few = search.Lookups[0];
        return search.ByMetric ? search.Ranked(0, Mark(new RunPlace(0, 0.5)), 101, few) : search.General(few, null);
    }

    private static RunMark Mark(params RunPlace[] places) => new(places, 7, "id");

    private static (string, object) Ranked(SqlEngine engine, string filter, string order)
    {
        RunSearchSql search = Sql(engine, filter, order);
        search.LastPart.ShouldBe(0);
        return search.Ranked(0, null, 101);
    }

    private static RunSearchSql Sql(SqlEngine engine, string? filter, params string[] orders)
        => new(engine, [0], new SearchQuery("active", SearchParser.Filter(filter, RunSearchStore.Grammar), SearchParser.OrderBy(orders, RunSearchStore.Grammar), 100, 0));

    private static async Task<string> PostgresPlanAsync(Func<SqlEngine, (string Sql, object Args)> statement)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(TestEngines.Postgres);
        return await PostgresPlanAsync(world, statement);
    }

    private static async Task<string> PostgresPlanAsync(TestWorld world, Func<SqlEngine, (string Sql, object Args)> statement)
    {
        (string sql, object args) = statement(world.Database.Engine);
        return await world.Database.ReadAsync(s =>
        {
            // Tables of no rows are gone through by preference.
            s.Execute("set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off");
            return string.Join('\n', s.Query<string>("explain " + sql, args));
        }, TestContext.Current.CancellationToken);
    }

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
