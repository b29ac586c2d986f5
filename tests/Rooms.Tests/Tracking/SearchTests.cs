using System.Text.Json.Nodes;
using Cairn.Tracking;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Search;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What is no filter is refused with its position; orders, lists and pages.</summary>
public sealed class SearchTests
{
    [Theory]
    [InlineData("metrics.m > ", "a number is expected")]
    [InlineData("metrics.m > '1'", "a number is expected")]
    [InlineData("params.p = 1", "a value in quotes is expected")]
    [InlineData("params.p > 'a'", "does not go with param")]
    [InlineData("(metrics.m > 1", "')' is expected")]
    [InlineData("metrics.m > 1)", "'AND', 'OR' or the end is expected")]
    [InlineData("()", "a key is expected")]
    [InlineData("metrics.m > 1 OR", "a key is expected")]
    [InlineData("metrics.m > 1 params.p = 'a'", "'AND', 'OR' or the end is expected")]
    [InlineData("metrics.m > 1 AND", "a key is expected")]
    [InlineData("params.p = 'a", "the quote is not closed")]
    [InlineData("nonsense.p = 'a'", "is not an entity")]
    [InlineData("attributes.lifecycle_stage = 'active'", "Invalid attribute key")]
    [InlineData("params.p IN (1)", "a value in quotes is expected")]
    [InlineData("metrics.m IN ('a')", "a number is expected")]
    [InlineData("attributes.status IS NULL", "does not go with attribute")]
    [InlineData("run_id IN ()", "a value in quotes is expected")]
    [InlineData("params.p = 'a'; drop table tracking_runs", "'AND', 'OR' or the end is expected")]
    public void What_is_no_filter_is_refused_with_the_position(string filter, string reason)
        => Should.Throw<MlflowException>(() => SearchParser.Filter(filter, RunSearchStore.Grammar)).Message.ShouldContain(reason);

    [Fact]
    public void No_text_breaks_the_parser()
    {
        var random = new Random(5);
        string[] pieces = ["metrics.", "params.", "m", "`", "\"", "'", " ", "AND", "=", "!=", "LIKE", "IN", "(", ")", ",", "1e9", "--", ";", "\0", "ü", "IS", "NOT", "NULL", ".", "attributes.status"];
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                SearchParser.Filter(text, RunSearchStore.Grammar)?.Comparisons.ShouldNotBeEmpty();
            }
            catch (MlflowException e)
            {
                e.Code.ShouldBe("INVALID_PARAMETER_VALUE", text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Order_puts_missing_values_last_and_pages_go_on(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string value in (string[])["3", "\"NaN\"", "1", "none", "2"])
        {
            string run = await world.CreateRunAsync();
            names[run] = value;
            if (value != "none") await world.PostAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "m", "value": {{value}}, "timestamp": 1}""");
        }
        foreach ((string order, string[] expected) in new Dictionary<string, string[]> { ["metrics.m ASC"] = ["1", "2", "3", "\"NaN\"", "none"], ["metrics.`m` desc"] = ["3", "2", "1", "\"NaN\"", "none"] })
        {
            var seen = new List<string>();
            string? token = null;
            do
            {
                JsonObject page = await world.PostAsync("runs/search", new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["max_results"] = 2, ["order_by"] = new JsonArray(order), ["page_token"] = token }.ToJsonString());
                seen.AddRange(page["runs"]!.AsArray().Select(r => names[r!["info"]!["run_id"]!.GetValue<string>()]));
                token = page["next_page_token"]?.GetValue<string>();
            }
            while (token is not null);
            seen.ShouldBe(expected);
        }
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Lists_of_ids_are_in_or_not_in(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string[] runs = [await world.CreateRunAsync(), await world.CreateRunAsync(), await world.CreateRunAsync()];
        foreach ((string word, int count) in (List<(string, int)>)[("IN", 2), ("NOT IN", 1)])
        {
            JsonObject found = await world.PostAsync("runs/search", new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["filter"] = $"attributes.run_id {word} ('{runs[0]}', '{runs[2]}')" }.ToJsonString());
            found["runs"]!.AsArray().Count.ShouldBe(count);
        }
    }
}
