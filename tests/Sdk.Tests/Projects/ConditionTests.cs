using Cairn.Contracts.Projects;

namespace Cairn.Sdk.Tests.Projects;

public class ConditionTests
{
    private static readonly Dictionary<string, MetricValue> Known = new()
    {
        ["metrics.auc"] = 0.72,
        ["champion.auc"] = 0.721,
        ["metrics.nan"] = double.NaN,
        ["scoring_tests"] = "passed",
        ["errors"] = 0.02,
        ["a-b.c"] = 2,
    };

    [Theory]
    [InlineData("metrics.auc >= 0.72", Verdict.Pass)]
    [InlineData("metrics.auc > 0.72", Verdict.Fail)]
    [InlineData("metrics.auc >= champion.auc - 0.002", Verdict.Pass)]
    [InlineData("metrics.auc >= champion.auc", Verdict.Fail)]
    [InlineData("metrics.auc >= champion.auc-0.002", Verdict.Pass)]
    [InlineData("errors > 1%", Verdict.Pass)]
    [InlineData("errors <= 1%", Verdict.Fail)]
    [InlineData("scoring_tests = passed", Verdict.Pass)]
    [InlineData("scoring_tests != passed", Verdict.Fail)]
    [InlineData("scoring_tests = failed", Verdict.Fail)]
    [InlineData("1 + 2 * 3 = 7", Verdict.Pass)]
    [InlineData("(1 + 2) * 3 = 9", Verdict.Pass)]
    [InlineData("10 - 4 - 3 = 3", Verdict.Pass)]
    [InlineData("-metrics.auc < 0", Verdict.Pass)]
    [InlineData("a-b.c = 2", Verdict.Pass)]
    [InlineData("metrics.missing > 0", Verdict.Hold)]
    [InlineData("0 < metrics.missing", Verdict.Hold)]
    [InlineData("metrics.nan > 0", Verdict.Hold)]
    [InlineData("metrics.nan <= 0", Verdict.Hold)]
    [InlineData("metrics.auc / 0 > 1", Verdict.Hold)]
    [InlineData("scoring_tests > 0", Verdict.Hold)]
    public void Conditions_are_true_false_or_held(string text, Verdict verdict) => Evaluate(text).Verdict.ShouldBe(verdict);

    [Fact]
    public void Both_sides_and_what_is_missing_are_told()
    {
        var result = Evaluate("metrics.auc >= champion.brier + 1");
        result.ShouldSatisfyAllConditions(
            () => result.Left.ShouldBe(new MetricValue(0.72)), () => result.Right.ShouldBeNull(), () => result.Missing.ShouldBe(["champion.brier"]));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("metrics.auc", 11)]
    [InlineData("metrics.auc >", 13)]
    [InlineData("metrics.auc == 1", 13)]
    [InlineData("metrics..auc > 1", 12)]
    [InlineData("metrics.auc > 1 and x < 2", 16)]
    [InlineData("metrics.auc > 20ms", 16)]
    [InlineData("(1 > 2)", 0)]
    public void Faults_have_their_place(string text, int offset)
    {
        var parsed = Condition.Parse(text);
        parsed.Ok.ShouldBeFalse();
        parsed.Offset.ShouldBe(offset);
    }

    private static ConditionResult Evaluate(string text)
    {
        var parsed = Condition.Parse(text);
        parsed.Problem.ShouldBeNull();
        return parsed.Value!.Evaluate(name => Known.TryGetValue(name, out var value) ? value : (MetricValue?)null);
    }
}
