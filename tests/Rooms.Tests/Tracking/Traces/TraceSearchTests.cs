using System.Net;
using System.Text.Json.Nodes;
using Cairn.Tracking.Search;
using Cairn.Tracking.Traces.Searching;
using static Cairn.Rooms.Tests.Tracking.Traces.OtlpSample;

namespace Cairn.Rooms.Tests.Tracking.Traces;

/// <summary>Searches for traces: the grammar, its two evaluations, pages and plans.</summary>
public sealed class TraceSearchTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Filters_find_what_they_say(string engine)
    {
        await using TestWorld world = await WithSamplesAsync(engine);
        foreach ((string filter, int[] expected) in ((string, int[])[])
        [
            ("status = 'ERROR'", [2]), ("trace.status != 'ERROR'", [3, 1]), ("name LIKE 'a%'", [2, 1]), ("name ILIKE 'A%'", [2, 1]), ("name LIKE 'A%'", []), ("name RLIKE '^a.*r$'", [1]),
            ("execution_time > 450", [3, 1]), ("execution_time_ms = 400", [2]), ("timestamp_ms < " + (Zero + 15), [1]), ("end_time IN (" + (Zero + 510) + ")", [1]),
            ("span.name = 'retrieve'", [2, 1]), ("span.type = 'TOOL'", [3]), ("span.status = 'ERROR'", [2]), ("span.content LIKE '%needle%'", [1]), ("text LIKE '%needle%'", [1]), ("trace.text ILIKE '%NEEDLE%'", [1]),
            ("span.attributes.model = 'gpt'", [2]), ("span.attributes.`odd key` = '7'", [3]), ("span.attributes.model RLIKE 'g[pq]t'", [2]), ("span.name IN ('none', 'retrieve') AND status = 'OK'", [1]),
            ("span.name = 'retrieve' OR tags.t = 'x'", [3, 2, 1]), ("(span.name = 'retrieve' AND tags.t IS NULL) OR span.type = 'TOOL'", [3, 2, 1]), ("tags.t IS NOT NULL", [3]), ("metadata.`mlflow.trace_schema.version` = '3'", [3, 2, 1]),
            ("request_metadata.none IS NULL AND span.name != 'retrieve'", [3, 2, 1]), ("feedback.good = 'true'", [1]), ("feedback.good IS NULL", [3, 2]), ("expectation.answer = 'wind'", [3]), ("issue.id = 'late'", [2]),
            ("request_id = 'tr-" + TraceId(2) + "'", [2]), ("trace_id IN ('tr-" + TraceId(2) + "', 'x')", [2]),
        ])
            (await world.FoundAsync(filter)).ShouldBe(expected, filter);
        (await world.FoundAsync(null, "execution_time DESC", "timestamp ASC")).ShouldBe([1, 3, 2]);
        (await world.FoundAsync(null, "name ASC")).ShouldBe([1, 2, 3]);
        (await world.FoundAsync(null, "tags.t DESC")).ShouldBe([3, 2, 1], "missing values last");
    }

    [Theory]
    [InlineData("span.size = '1'", "valid keys are name, type, status")]
    [InlineData("issue.name = 'x'", "valid key is id")]
    [InlineData("metrics.x > 1", "Invalid entity type")]
    [InlineData("name RLIKE '('", "regular expression")]
    [InlineData("name RLIKE '(a)\\1'", "backward references")]
    [InlineData("status > 'a'", "'>' does not go with")]
    [InlineData("span.attributes. = 'a'", "a name is expected")]
    [InlineData("feedback.good IS", "'NULL' is expected")]
    public async Task What_is_no_filter_is_refused(string filter, string why)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        JsonObject ask = new() { ["locations"] = new JsonArray(Place("0")), ["filter"] = filter };
        ((string)(await world.ThreeAsync(HttpMethod.Post, "traces/search", ask.ToJsonString(), System.Net.HttpStatusCode.BadRequest))["message"]!).ShouldContain(why);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Sql_and_the_look_at_each_trace_agree(string engine)
    {
        await using TestWorld world = await WithSamplesAsync(engine);
        string[] parts =
        [
            "status = 'ERROR'", "name LIKE 'a_s%'", "name ILIKE '%AS%'", "name != 'ask'", "name IN ('ask', 'b')", "name NOT IN ('ask')", "execution_time >= 400", "execution_time != 500", "timestamp IN (1, " + (Zero + 20) + ")", "end_time NOT IN (1)",
            "tags.t = 'x'", "tags.t IS NULL", "tags.t LIKE '%'", "metadata.`mlflow.trace_schema.version` IS NOT NULL", "feedback.good != 'x'", "feedback.good IS NULL", "expectation.answer ILIKE 'W%'", "issue.id LIKE 'l%'", "run_id = 'r'", "client_request_id = 'c'",
        ];
        var random = new Random(5);
        SearchParser.Filter("name RLIKE ''", TraceSearchStore.Grammar).ShouldNotBeNull();
        for (int i = 0; i < 60; i++)
        {
            string filter = string.Join(random.Next(2) == 0 ? " AND " : " OR ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => parts[random.Next(parts.Length)]));
            int[] bySql = await world.FoundAsync(filter);
            // Asked together with what every trace fulfils only when it is looked at.
            (await world.FoundAsync($"({filter}) AND name RLIKE ''")).ShouldBe(bySql, filter);
        }
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Pages_go_on_where_the_last_ended_whatever_comes_meanwhile(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        for (int i = 1; i <= 9; i++) await world.ExportAsync(Span(i, 1, 0, i % 2 == 0 ? "even" : "odd", i, i + 5));
        foreach ((string filter, string order, int[] all) in ((string, string, int[])[])[("", "", [9, 8, 7, 6, 5, 4, 3, 2, 1]), ("span.name = 'odd'", "", [9, 7, 5, 3, 1]), ("span.name = 'even'", "timestamp ASC", [2, 4, 6, 8]), ("name = 'even'", "name ASC", [8, 6, 4, 2])])
        {
            var found = new List<int>();
            string? token = null;
            do
            {
                JsonObject ask = new() { ["locations"] = new JsonArray(Place("0")), ["max_results"] = 2, ["filter"] = filter, ["page_token"] = token, ["order_by"] = order.Length > 0 ? new JsonArray(order) : new JsonArray() };
                JsonObject page = await world.ThreeAsync(HttpMethod.Post, "traces/search", ask.ToJsonString());
                found.AddRange((page["traces"]?.AsArray() ?? []).Select(t => Convert.ToInt32(((string)t!["trace_id"]!)[3..], 16)));
                token = (string?)page["next_page_token"];
            }
            while (token is not null);
            found.ToArray().ShouldBe(all, filter);
        }
        foreach ((string order, string other) in ((string, string)[])[("", "name ASC"), ("name ASC", "")])
        {
            JsonObject Ask(string by, string? token) => new() { ["locations"] = new JsonArray(Place("0")), ["max_results"] = 2, ["page_token"] = token, ["order_by"] = by.Length > 0 ? new JsonArray(by) : new JsonArray() };
            string next = (string)(await world.ThreeAsync(HttpMethod.Post, "traces/search", Ask(order, null).ToJsonString()))["next_page_token"]!;
            string refusal = (await world.ThreeAsync(HttpMethod.Post, "traces/search", Ask(other, next).ToJsonString(), HttpStatusCode.BadRequest)).ToJsonString();
            refusal.ShouldContain("it belongs to another search");
        }
    }

    [Fact]
    public async Task How_two_filters_go_together_is_a_number()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        for (int i = 1; i <= 8; i++) await world.ExportAsync(Span(i, 1, 0, i % 2 == 0 ? "even" : "odd", i, i + 5, i % 2 == 0 ? "STATUS_CODE_ERROR" : "STATUS_CODE_OK"));
        JsonObject answer = await world.ThreeAsync(HttpMethod.Post, "traces/calculate-filter-correlation", """{"experiment_ids": ["0"], "filter_string1": "name = 'even'", "filter_string2": "status = 'ERROR'"}""");
        ((double)answer["npmi"]!, (int)answer["filter1_count"]!, (int)answer["joint_count"]!, (int)answer["total_count"]!).ShouldBe((1, 4, 4, 8));
        answer = await world.ThreeAsync(HttpMethod.Post, "traces/calculate-filter-correlation", """{"experiment_ids": ["0"], "filter_string1": "name = 'odd'", "filter_string2": "status = 'ERROR'"}""");
        ((double)answer["npmi"]!).ShouldBe(-1);
        ((double)answer["npmi_smoothed"]!).ShouldBeInRange(-0.99, -0.1);
    }

    [Theory]
    [InlineData("tags.t = 'x' and name like 'a%' and feedback.good = 'true' and run_id = 'r'", null)]
    [InlineData(null, "7")]
    public async Task The_newest_are_found_without_sorting_and_parts_by_their_key(string? filter, string? after)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        var search = new TraceSearchSql(world.Database.Engine, [0], new SearchQuery(null, SearchParser.Filter(filter, TraceSearchStore.Grammar), [], 100, 0));
        (string sql, object args) = search.Statement(after is null ? null : new TraceMark(7, after), 101);
        string plan = string.Join('\n', await world.Database.ReadAsync(s => s.Query<PlanStep>("explain query plan " + sql, args).Select(p => p.Detail).ToArray(), TestContext.Current.CancellationToken));
        plan.ShouldContain(after is null ? "SEARCH t USING INDEX tracking_traces_time (experiment=?)" : "SEARCH t USING INDEX tracking_traces_time (experiment=? AND request_time<?)");
        plan.ShouldNotContain("TEMP B-TREE");
        plan.ShouldNotContain("SCAN");
    }

    [Theory]
    [InlineData("abc", "a%c", true)]
    [InlineData("abc", "a_c", true)]
    [InlineData("abc", "a_", false)]
    [InlineData("abc", "%%%", true)]
    [InlineData("", "%", true)]
    [InlineData("", "_", false)]
    [InlineData("aXbXc", "a%X_", true)]
    [InlineData("ABC", "abc", false)]
    public void Like_is_that_of_sql(string text, string pattern, bool matches)
    {
        LikePattern.Matches(text, pattern, ignoreCase: false).ShouldBe(matches);
        if (matches) LikePattern.Matches(text.ToUpperInvariant(), pattern.ToLowerInvariant(), ignoreCase: true).ShouldBeTrue();
    }

    private static async Task<TestWorld> WithSamplesAsync(string engine)
    {
        TestWorld world = await TrackingWorld.StartAsync(engine);
        await world.ExportAsync(Span(1, 1, 0, "answer", 10, 510, "STATUS_CODE_OK", ("mlflow.spanInputs", "hay needle hay")), Span(1, 2, 1, "retrieve", 20, 30));
        await world.ExportAsync(Span(2, 1, 0, "ask", 20, 420, "STATUS_CODE_ERROR", ("model", "gpt")), Span(2, 2, 1, "retrieve", 30, 40));
        await world.ExportAsync(Span(3, 1, 0, "batch", 30, 530, "STATUS_CODE_OK", ("mlflow.spanType", "TOOL"), ("odd key", 7)));
        await world.SendAsync(HttpMethod.Patch, $"traces/tr-{TraceId(3)}/tags", """{"key": "t", "value": "x"}""");
        foreach ((int trace, string assessment) in ((int, string)[])[(1, """{"assessment_name": "good", "feedback": {"value": true}}"""), (2, """{"assessment_name": "late", "issue": {"issue_name": "late answers"}}"""), (3, """{"assessment_name": "answer", "expectation": {"value": "wind"}}""")])
            await world.ThreeAsync(HttpMethod.Post, $"traces/tr-{TraceId(trace)}/assessments", $$"""{"assessment": {{assessment}}}""");
        return world;
    }

    private sealed record PlanStep
    {
        public string Detail { get; init; } = "";
    }
}
