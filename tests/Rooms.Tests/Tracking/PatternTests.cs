using System.Net;
using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Tracking.Traces;
using Cairn.Tracking;
using Cairn.Tracking.Search;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Patterns that never end where matching goes back. Each is answered or refused; one that holds a server up fails its test after a minute.</summary>
public sealed class PatternTests
{
    private const string Run = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("(a+)+$b")]
    [InlineData("^(a+)+$")]
    [InlineData("(a|a)*b")]
    [InlineData("(a|aa)+$b")]
    [InlineData("(.*a){30}b")]
    [InlineData("(a*)*b")]
    [InlineData("((a*)*)*b")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("(a?){100}a{100}b")]
    [InlineData("(x+x+)+y|(a+a+)+b")]
    [InlineData("^(.+)+(.+)+(.+)+b$")]
    [InlineData("(a{1,1000}){1,1000}b")]
    [InlineData("((a{1,100}){1,100}){1,100}b")]
    [InlineData("(((((a{0,99}){0,99}){0,99}){0,99}){0,99})b")]
    [InlineData("(?i)(ſ|s|k|\u212A|a)+$b")]
    [InlineData("([\\w-]+\\.?)+@b")]
    public async Task No_regular_expression_runs_away_on_a_long_text(string pattern)
    {
        string text = string.Concat(Enumerable.Repeat(Run, 100)) + "!";
        await Task.Run(() => Answered(() => new TextMatch(new Comparison(new SearchKey(SearchEntity.Attribute, "name"), "RLIKE", pattern)).Holds(text))).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("(?<=a)b")]
    [InlineData("(?=a)b")]
    [InlineData("(a)\\1")]
    [InlineData("(?>a+)b")]
    [InlineData("(?(a)b|c)")]
    public void What_needs_to_go_back_is_refused(string pattern)
        => Should.Throw<MlflowException>(() => new TextMatch(new Comparison(new SearchKey(SearchEntity.Attribute, "name"), "RLIKE", pattern))).Message.ShouldContain("regular expression");

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task No_pattern_of_LIKE_holds_a_search_up(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string run = await world.CreateRunAsync(), text = string.Concat(Enumerable.Repeat(Run, 59));
        await world.PostAsync("runs/log-batch", new JsonObject { ["run_id"] = run, ["params"] = new JsonArray(new JsonObject { ["key"] = "p", ["value"] = text }) }.ToJsonString());
        string[] patterns =
        [
            "%a%a%a%a%a%a%a%a%a%a%b", string.Concat(Enumerable.Repeat("%a", 2000)) + "b", string.Concat(Enumerable.Repeat("%_", 2000)) + "b", new string('%', 5000) + "b", new string('_', 5000) + "b",
            "%" + new string('a', 5000) + "b", string.Concat(Enumerable.Repeat("a%", 2000)) + "b%", string.Concat(Enumerable.Repeat("%aa_", 1000)) + "b", string.Concat(Enumerable.Repeat("_%", 2000)) + "b",
            "%b%" + string.Concat(Enumerable.Repeat("a%", 1000)), string.Concat(Enumerable.Repeat("%*[a?", 1000)), string.Concat(Enumerable.Repeat("%\\\\a", 1000)) + "b",
        ];
        foreach (string pattern in patterns)
            foreach (string word in (string[])["LIKE", "ILIKE"])
            {
                JsonObject found = await world.PostAsync("runs/search", new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["filter"] = $"params.p {word} '{pattern}'" }.ToJsonString()).WaitAsync(Patience, TestContext.Current.CancellationToken);
                found["runs"].ShouldBeNull(pattern[..10]);
            }
        (await world.PostAsync("runs/search", """{"experiment_ids": ["0"], "filter": "params.p LIKE '%aaa%'"}"""))["runs"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void LIKE_in_memory_goes_through_a_text_once_for_each_part_of_the_pattern()
    {
        string text = new('a', 10_000);
        foreach (string pattern in (string[])[string.Concat(Enumerable.Repeat("%a", 1000)) + "b", string.Concat(Enumerable.Repeat("%a_", 1000)) + "b", new string('%', 10_000) + "b"])
            new TextMatch(new Comparison(new SearchKey(SearchEntity.Attribute, "name"), "LIKE", pattern)).Holds(text).ShouldBeFalse();
    }

    [Fact]
    public async Task A_search_for_traces_by_a_bomb_is_answered()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (await world.ExportAsync(OtlpSample.Span(1, 1, 0, string.Concat(Enumerable.Repeat(Run, 20)) + "!", 0, 1))).ShouldBe(HttpStatusCode.OK);
        foreach (string pattern in (string[])["(a+)+$b", "(a|aa)+$b", "(.*a){30}b"]) (await world.FoundAsync($"span.name RLIKE '{pattern}'").WaitAsync(Patience, TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await world.FoundAsync("span.name RLIKE 'a{50}'")).ShouldBe([1]);
    }

    private static bool Answered(Func<bool> holds)
    {
        try
        {
            return holds();
        }
        catch (MlflowException)
        {
            // Refused: it would take too long.
            return false;
        }
    }
}
