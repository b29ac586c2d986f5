using Cairn.Maturity.Model;

namespace Cairn.Maturity.Tests;

public sealed class ModelTests
{
    private static readonly MaturityModel Model = MaturityModel.Current;

    [Fact]
    public void Every_entry_is_complete()
    {
        foreach (CapabilityEntry entry in Model.File.Capabilities)
        {
            Model.File.Categories.ShouldContainKey(entry.Category, entry.Id);
            entry.Strength.ShouldBeOneOf("baseline", "must", "should", "indicator");
            foreach (string text in (string[])[entry.Title, entry.Feature, entry.Guard, entry.Deliverable, entry.Criterion]) text.ShouldNotBeNullOrWhiteSpace(entry.Id);
            entry.Days.Length.ShouldBe(2, entry.Id);
            entry.Days[0].ShouldBeLessThanOrEqualTo(entry.Days[1], entry.Id);
            entry.Depends.ShouldAllBe(d => Model.ById.ContainsKey(d));
            if (entry.SupersededBy is { } stronger) Model.ById.ContainsKey(stronger).ShouldBeTrue(entry.Id);
            if (entry.Attestation is { } statement) Model.File.Attestations.ShouldContain(a => a.Id == statement);
        }
    }

    [Fact]
    public void Nobody_depends_on_what_depends_on_him()
    {
        foreach (CapabilityEntry entry in Model.File.Capabilities) Reaches(entry.Id, entry.Id, []).ShouldBeFalse(entry.Id);
    }

    [Fact]
    public void The_ladders_have_their_levels_and_the_sources_their_addresses()
    {
        Model.File.Ladders.Select(l => (l.Id, l.Levels.Count)).ShouldBe([("microsoft", 5), ("google", 3)]);
        Model.File.Sources.ShouldAllBe(s => s.Url.StartsWith("https://"));
        Model.Digest.ShouldMatch("^sha256:[0-9a-f]{64}$");
        foreach (GroupEntry group in Model.File.Groups) group.Members.ShouldAllBe(m => Model.ById.ContainsKey(m));
    }

    [Fact]
    public void All_profiles_have_the_same_numbers() =>
        Model.Parameters("solo").Keys.ShouldBe(Model.Parameters("team").Keys, ignoreOrder: true);

    [Theory]
    [InlineData("a: last 1 rum", "rules.txt: a: column 8: 'rum' is not a kind of fact.")]
    [InlineData("a: last 1 run : colour set", "rules.txt: a: a fact of kind 'run' has no field 'colour'")]
    [InlineData("b: last 1 run", "rules.txt: 'a' has no rule.")]
    [InlineData("a: last 1 run\nc: last 1 run", "rules.txt: 'c' is no capability.")]
    [InlineData("a: last 1 run\na: last 1 run", "rules.txt:2: 'a' has two rules.")]
    public void A_wrong_model_is_refused_with_its_place(string rules, string fault) =>
        Should.Throw<FormatException>(() => MaturityModel.Parse("capabilities: [{id: a}]", rules, "team: {n: 3}")).Message.ShouldStartWith(fault);

    private static bool Reaches(string from, string target, HashSet<string> seen) =>
        Model.ById[from].Entry.Depends.Any(d => d == target || (seen.Add(d) && Reaches(d, target, seen)));
}
