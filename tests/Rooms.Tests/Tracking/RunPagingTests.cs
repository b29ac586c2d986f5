using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Runs page by page: all of them, each once, in the order of one long page.</summary>
public sealed class RunPagingTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Pages_together_are_the_whole(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        var random = new Random(5);
        for (int i = 0; i < 40; i++) await SampleRun.LogAsync(world, random, ["a", "b", ""]);
        foreach (string order in (string[])["", "metrics.k DESC", "metrics.k ASC", "metrics.`k 2` DESC", "attributes.start_time DESC", "attributes.run_name", "params.k DESC"])
            foreach (string filter in (string[])["", "metrics.k > -0.6", "tags.k = 'a' or params.k = 'b'"])
            {
                string[] whole = await PageAsync(world, filter, order, 1000, null) is var (all, next) && next is null ? all : throw new InvalidOperationException("one page must do");
                (await PagesAsync(world, filter, order, 7)).ShouldBe(whole, $"{filter} by {order}");
            }
    }

    [Fact]
    public async Task A_run_that_is_added_meanwhile_shifts_nothing()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        for (int i = 0; i < 6; i++) await world.CreateRunAsync();
        (string[] first, string? next) = await PageAsync(world, "", "", 3, null);
        await world.PostAsync("runs/create", """{"experiment_id": "0", "start_time": 1995163460934}""");
        (string[] second, _) = await PageAsync(world, "", "", 3, next);
        first.Concat(second).Distinct().Count().ShouldBe(6);
    }

    [Theory]
    [InlineData("metrics.k DESC", "eyJQYXJ0IjowLCJTdGFydCI6MSwiSWQiOiJhIn0=")]
    [InlineData("params.k DESC", "eyJQYXJ0IjowLCJTdGFydCI6MSwiSWQiOiJhIn0=")]
    [InlineData("", "eyJQYXJ0Ijo3LCJJZCI6ImEifQ==")]
    [InlineData("", "bm9uc2Vuc2U=")]
    [InlineData("", "%%%")]
    public async Task A_token_of_another_search_or_of_nobody_is_refused(string order, string token)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.RefusedAsync("runs/search", Body("", order, 3, token), "INVALID_PARAMETER_VALUE");
    }

    private static async Task<string[]> PagesAsync(TestWorld world, string filter, string order, int size)
    {
        var ids = new List<string>();
        string? next = null;
        do
        {
            (string[] page, next) = await PageAsync(world, filter, order, size, next);
            ids.AddRange(page);
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
        var body = new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["filter"] = filter, ["order_by"] = order.Length == 0 ? new JsonArray() : new JsonArray(order), ["max_results"] = size };
        if (token is not null) body["page_token"] = token;
        return body.ToJsonString();
    }
}
