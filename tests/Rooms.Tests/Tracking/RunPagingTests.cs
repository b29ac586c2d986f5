using System.Text;
using System.Text.Json.Nodes;
using Cairn.Tracking.Runs.Searching;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Runs page by page: all of them, each once, in the order of one long page, whatever is added meanwhile.</summary>
public sealed class RunPagingTests
{
    private static readonly string[] Values = ["a", "b", "offset", ""];

    private static readonly string[] Orders =
    [
        "", "metrics.k DESC", "metrics.k ASC", "metrics.`k 2` DESC", "attributes.start_time DESC", "attributes.start_time ASC", "attributes.run_name", "params.k DESC", "params.k", "tags.k DESC", "tags.`mlflow.runName`",
        "attributes.end_time", "attributes.status DESC", "params.k,metrics.k DESC", "metrics.k,tags.k DESC,attributes.start_time ASC", "attributes.run_id DESC",
    ];

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Pages_together_are_the_whole(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await FillAsync(world, 40);
        foreach (string order in Orders)
            foreach (string filter in (string[])["", "metrics.k > -0.6", "tags.k = 'a' or params.k = 'b'"])
                (await PagesAsync(world, filter, order, 7)).ShouldBe(await WholeAsync(world, filter, order), $"{filter} by {order}");
    }

    /// <summary>Runs of every kind are added between any two pages: those that were there are found as they would have been, each once.</summary>
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Runs_that_are_added_meanwhile_shift_nothing(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        Random random = await FillAsync(world, 20);
        foreach (string order in Orders)
        {
            string[] before = await WholeAsync(world, "", order);
            string[] found = await PagesAsync(world, "", order, 9, async () => await SampleRun.LogAsync(world, random, Values));
            found.ShouldBeUnique();
            found.Intersect(before).ShouldBe(before, order);
        }
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_long_value_is_read_again_from_its_run(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        for (int i = 0; i < 5; i++)
            await world.PostAsync("runs/log-parameter", $$"""{"run_id": "{{await world.CreateRunAsync()}}", "key": "k", "value": "{{new string('x', ValueIndex.Most + i)}}"}""");
        (_, string? next) = await PageAsync(world, "", "params.k", 3, null);
        Encoding.UTF8.GetString(Convert.FromBase64String(next!)).ShouldNotContain("xxx");
        (await PagesAsync(world, "", "params.k", 2)).ShouldBe(await WholeAsync(world, "", "params.k"));
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_token_of_another_search_or_of_nobody_is_refused(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        foreach ((string order, string token) in ((string, string)[])
        [
            ("metrics.k DESC", """{"Start":1,"Id":"a"}"""), ("params.k DESC", """{"Start":1,"Id":"a"}"""), ("", """{"Part":7,"Id":"a"}"""), ("", """{"offset":3}"""), ("", "nonsense"), ("", "[]"), ("", """{"offset":1,"offset":2}"""), ("", """{"a":1,"a":2}"""),
            ("params.k DESC", """{"Places":[],"Id":"a"}"""), ("params.k DESC", """{"Places":[null],"Id":"a"}"""), ("params.k DESC", """{"Places":[{"Number":1}],"Id":"a"}"""),
            ("params.k DESC", """{"Places":[{"Number":1,"Text":"a"}],"Id":"a"}"""), ("params.k DESC", """{"Places":[{"Part":2,"Text":"a"}],"Id":"a"}"""), ("params.k DESC", """{"Places":[{"Part":3}],"Id":"a"}"""),
            ("params.k DESC", """{"Places":[{"Text":"a\u0000"}],"Id":"a"}"""), ("params.k DESC", """{"Places":[{"Text":"a"}],"Id":"\u0000"}"""), ("params.k DESC", """{"Places":[{"Text":"\ud800"}],"Id":"a"}"""),
            ("metrics.k", """{"Places":[{"Text":"1"}],"Id":"a"}"""), ("attributes.start_time ASC", """{"Places":[{"Number":1}],"Id":"a"}"""), ("", """{"Places":[{"Number":1}],"Id":"a"}"""),
        ])
            await world.RefusedAsync("runs/search", Body("", order, 3, Convert.ToBase64String(Encoding.UTF8.GetBytes(token))), "INVALID_PARAMETER_VALUE");
        await world.RefusedAsync("runs/search", Body("", "", 3, "%%%"), "INVALID_PARAMETER_VALUE");
    }

    private static async Task<Random> FillAsync(TestWorld world, int count)
    {
        var random = new Random(5);
        for (int i = 0; i < count; i++) await SampleRun.LogAsync(world, random, Values);
        return random;
    }

    private static async Task<string[]> WholeAsync(TestWorld world, string filter, string order)
        => await PageAsync(world, filter, order, 1000, null) is var (all, next) && next is null ? all : throw new InvalidOperationException("one page must do");

    private static async Task<string[]> PagesAsync(TestWorld world, string filter, string order, int size, Func<Task>? between = null)
    {
        var ids = new List<string>();
        string? next = null;
        do
        {
            (string[] page, next) = await PageAsync(world, filter, order, size, next);
            ids.AddRange(page);
            if (between is not null) await between();
        }
        while (next is not null);
        return [.. ids];
    }

    private static async Task<(string[] Ids, string? Next)> PageAsync(TestWorld world, string filter, string order, int size, string? token)
    {
        JsonObject answer = await world.PostAsync("runs/search", Body(filter, order, size, token));
        return ([.. (answer["runs"] as JsonArray ?? []).Select(r => (string)r!["info"]!["run_id"]!)], (string?)answer["next_page_token"]);
    }

    private static string Body(string filter, string order, int size, string? token)
    {
        var body = new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["filter"] = filter, ["order_by"] = new JsonArray([.. order.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(o => (JsonNode)o)]), ["max_results"] = size };
        if (token is not null) body["page_token"] = token;
        return body.ToJsonString();
    }
}
