using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cairn.Tracking;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Search;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Filters with OR and parentheses: what is generated is understood and finds what a plain evaluation finds; what is broken is refused with its position.</summary>
public sealed partial class FilterTests
{
    private const string Signs = "()'\"`=<>,. \0ORand1";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Every_generated_filter_finds_what_a_plain_evaluation_finds(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        var random = new Random(11);
        var runs = new List<SampleRun>();
        for (int i = 0; i < 30; i++) runs.Add(await SampleRun.LogAsync(world, random, SampleFilter.Values));
        foreach (SampleFilter filter in Generated(250))
        {
            JsonObject found = await world.PostAsync("runs/search", new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["filter"] = filter.Text }.ToJsonString());
            string[] ids = [.. (found["runs"]?.AsArray() ?? []).Select(r => r!["info"]!["run_id"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
            ids.ShouldBe([.. runs.Where(filter.Holds).Select(r => r.Id).Order(StringComparer.Ordinal)], customMessage: filter.Text);
        }
    }

    [Fact]
    public void A_generated_filter_has_as_many_comparisons_as_it_was_made_of()
        => Check.One(Replayed(2000), Prop.ForAll(SampleFilter.Any(4).ToArbitrary(), f => SearchParser.Filter(f.Text, RunSearchStore.Grammar)!.Comparisons.Count() == Word().Count(Text().Replace(f.Text, "''")) + 1));

    [Fact]
    public void A_broken_filter_is_understood_otherwise_or_refused_with_its_position()
    {
        Gen<string> broken =
            from filter in SampleFilter.Any(2)
            from at in Gen.Choose(0, filter.Text.Length)
            from cut in Gen.Choose(0, 3)
            from sign in Gen.Elements(Signs.ToCharArray())
            select filter.Text[..at] + sign + filter.Text[Math.Min(filter.Text.Length, at + cut)..];
        Check.One(Replayed(5000), Prop.ForAll(broken.ToArbitrary(), IsUnderstoodOrRefused));
    }

    [Fact]
    public void Parentheses_have_a_depth_and_filters_a_length()
    {
        SearchParser.Filter(new string('(', 32) + "metrics.a > 1" + new string(')', 32), RunSearchStore.Grammar).ShouldBeOfType<Comparison>();
        Refusal(new string('(', 33) + "metrics.a > 1" + new string(')', 33)).ShouldContain("parentheses go no deeper than 32");
        Refusal(new string('(', 19_000)).ShouldContain("parentheses go no deeper than 32");
        Refusal(string.Join(" OR ", Enumerable.Repeat("metrics.a > 1", 201))).ShouldContain("more than 200 comparisons");
    }

    [Fact]
    public void And_binds_closer_than_or()
    {
        var or = (Joined)SearchParser.Filter("tags.a = '1' OR tags.b = '2' AND (tags.c = '3' OR tags.d = '4')", RunSearchStore.Grammar)!;
        or.All.ShouldBeFalse();
        var and = (Joined)or.Parts[1];
        and.All.ShouldBeTrue();
        ((Joined)and.Parts[1]).All.ShouldBeFalse();
    }

    private static bool IsUnderstoodOrRefused(string text)
    {
        try
        {
            return SearchParser.Filter(text, RunSearchStore.Grammar) is not null;
        }
        catch (MlflowException e)
        {
            return e.Code == "INVALID_PARAMETER_VALUE" && (!e.Message.StartsWith("Invalid clause", StringComparison.Ordinal) || (Position().Match(e.Message) is { Success: true } m && int.Parse(m.Groups[1].Value) <= text.Length));
        }
    }

    private static string Refusal(string filter) => Should.Throw<MlflowException>(() => SearchParser.Filter(filter, RunSearchStore.Grammar)).Message;

    private static List<SampleFilter> Generated(int count)
    {
        var all = new List<SampleFilter>();
        Check.One(Replayed(count), Prop.ForAll(SampleFilter.Any(3).ToArbitrary(), f =>
        {
            all.Add(f);
            return true;
        }));
        return all;
    }

    private static Config Replayed(int count) => Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20_011, 7);

    // Words of a filter, quoted names and values put aside.
    [GeneratedRegex("""'(?:[^']|'')*'|"[^"]*"|`[^`]*`""", RegexOptions.None, 1000)]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(?:AND|OR)\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"at position (\d+):", RegexOptions.None, 1000)]
    private static partial Regex Position();
}
