using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Tracking;
using Cairn.Tracking.Runs;
using Cairn.Tracking.Search;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>The filter grammar: what is understood finds what a plain evaluation in memory finds; what is not is refused.</summary>
public sealed class SearchTests
{
    private static readonly string[] Values = ["a", "A", "ab", "a%", "b_", "x*y", "it's", ""];

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Every_generated_filter_finds_what_a_plain_evaluation_finds(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        var random = new Random(11);
        var runs = new List<SampleRun>();
        for (int i = 0; i < 30; i++) runs.Add(await SampleRun.LogAsync(world, random, Values));
        for (int i = 0; i < 300; i++)
        {
            (string filter, Func<SampleRun, bool> holds) = Filter(random);
            JsonObject found = await world.PostAsync("runs/search", new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["filter"] = filter }.ToJsonString());
            string[] ids = [.. (found["runs"]?.AsArray() ?? []).Select(r => r!["info"]!["run_id"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
            ids.ShouldBe([.. runs.Where(holds).Select(r => r.Id).Order(StringComparer.Ordinal)], customMessage: filter);
        }
    }

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

    private static (string, Func<SampleRun, bool>) Filter(Random random)
    {
        (string text, Func<SampleRun, bool> holds) = Condition(random);
        for (int more = random.Next(3); more > 0; more--)
        {
            (string next, Func<SampleRun, bool> also) = Condition(random);
            Func<SampleRun, bool> before = holds;
            text += (random.Next(2) == 0 ? " AND " : " and ") + next;
            holds = r => before(r) && also(r);
        }
        return (text, holds);
    }

    private static (string, Func<SampleRun, bool>) Condition(Random random)
    {
        string key = random.Next(2) == 0 ? "k" : "k 2";
        if (random.Next(3) == 0)
        {
            double value = random.Next(-2, 3) / 2.0;
            string sign = new[] { "=", "!=", "<", "<=", ">", ">=" }[random.Next(6)];
            return ($"metrics.`{key}` {sign} {value.ToString(CultureInfo.InvariantCulture)}", r => r.Metrics.TryGetValue(key, out double m) && Holds(m, sign, value));
        }
        bool tag = random.Next(2) == 0;
        string entity = tag ? "tags" : "params", text = Values[random.Next(Values.Length)], quoted = $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        string word = new[] { "=", "!=", "LIKE", "ILIKE", "IS NULL", "IS NOT NULL" }[random.Next(6)];
        Func<SampleRun, string?> value2 = r => (tag ? r.Tags : r.Params).GetValueOrDefault(key);
        return word switch
        {
            "IS NULL" => ($"{entity}.\"{key}\" is null", r => value2(r) is null),
            "IS NOT NULL" => ($"{entity}.\"{key}\" IS NOT NULL", r => value2(r) is not null),
            "=" => ($"{entity}.\"{key}\"={quoted}", r => value2(r) == text),
            "!=" => ($"{entity}.\"{key}\" != {quoted}", r => value2(r) is { } v && v != text),
            _ => ($"{entity}.\"{key}\" {word} {quoted}", r => value2(r) is { } v && Like(v, text, word == "ILIKE")),
        };
    }

    private static bool Holds(double m, string sign, double value) => sign switch { "=" => m == value, "!=" => m != value, "<" => m < value, "<=" => m <= value, ">" => m > value, _ => m >= value };

    private static bool Like(string value, string pattern, bool ignoreCase)
    {
        if (pattern.Length == 0) return value.Length == 0;
        if (pattern[0] == '%') return Enumerable.Range(0, value.Length + 1).Any(i => Like(value[i..], pattern[1..], ignoreCase));
        return value.Length > 0 && (pattern[0] == '_' || string.Equals(value[..1], pattern[..1], ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)) && Like(value[1..], pattern[1..], ignoreCase);
    }
}
