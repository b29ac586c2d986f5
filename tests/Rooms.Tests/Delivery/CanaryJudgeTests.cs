using Cairn.Contracts.Projects;
using Cairn.Delivery;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>Facts of canary and stable version in, verdict out. Where nothing else is said both did well, and the same.</summary>
public sealed class CanaryJudgeTests
{
    private static readonly ReleasePlanned Plan = new() { Weights = [100, 1000], MinRequests = 50 };

    [Fact]
    public void What_did_as_well_as_the_stable_version_goes_on()
    {
        CanaryVerdict verdict = Judge(Arm(), Arm());
        verdict.Verdict.ShouldBe(Verdict.Pass);
        verdict.Lines.Select(l => l.Measure).ShouldBe(["errors", "requests", "p95_ms", "scores", "outcomes"]);
    }

    [Theory]
    [InlineData(5, 20, 0, 1000, Verdict.Fail)]
    [InlineData(3, 100, 0, 1000, Verdict.Fail)]
    [InlineData(2, 20, 0, 1000, Verdict.Pass)]
    [InlineData(3, 1000, 0, 1000, Verdict.Pass)]
    [InlineData(20, 180, 100, 900, Verdict.Pass)]
    [InlineData(50, 150, 100, 900, Verdict.Fail)]
    public void Errors_count_against_those_of_the_stable_version_and_a_few_are_chance(int errors, int answered, int stableErrors, int stableAnswered, Verdict expected)
        => Line(Judge(Arm() with { Errors = errors, Requests = answered }, Arm() with { Errors = stableErrors, Requests = stableAnswered }), "errors").Verdict.ShouldBe(expected);

    [Fact]
    public void Errors_end_a_release_before_there_is_enough_of_anything_else()
    {
        ArmFacts few = Arm(rows: 0) with { Errors = 5, Requests = 5 };
        CanaryVerdict verdict = Judge(few, Arm());
        verdict.Verdict.ShouldBe(Verdict.Fail);
        verdict.Reason.ShouldBe("error rate 0.5 against 0 of the stable version");
    }

    [Theory]
    [InlineData(100, 20, 40.0, Verdict.Fail)]
    [InlineData(100, 5, 40.0, Verdict.Pass)]
    [InlineData(20, 2, 40.0, Verdict.Pass)]
    [InlineData(100, 100, 9.0, Verdict.Pass)]
    public void Slow_requests_count_when_they_are_more_than_chance_and_above_the_floor(int requests, int slow, double ms, Verdict expected)
    {
        double[] latencies = [.. Enumerable.Repeat(2.0, requests - slow), .. Enumerable.Repeat(ms, slow)];
        CanaryLine line = Line(Judge(Arm() with { P95Ms = ms, Latencies = latencies }, Arm() with { P95Ms = 2 }), "p95_ms");
        line.Verdict.ShouldBe(expected);
        line.Limit.ShouldBe(10);
    }

    [Fact]
    public void The_limit_of_latency_goes_with_the_stable_version()
    {
        double[] slow = [.. Enumerable.Repeat(100.0, 200)];
        Line(Judge(Arm() with { P95Ms = 100, Latencies = slow }, Arm() with { P95Ms = 40 }), "p95_ms").Verdict.ShouldBe(Verdict.Pass);
        Line(Judge(Arm() with { P95Ms = 100, Latencies = slow }, Arm() with { P95Ms = 30 }), "p95_ms").Verdict.ShouldBe(Verdict.Fail);
    }

    [Fact]
    public void Scores_unlike_those_of_the_stable_version_end_it()
    {
        ArmFacts stable = Arm();
        CanaryLine line = Line(Judge(stable with { Scores = [.. stable.Scores.Select(s => s * 0.05)] }, stable), "scores");
        line.Verdict.ShouldBe(Verdict.Fail);
        line.Reason!.ShouldStartWith("the scores lie");
        Line(Judge(stable with { Scores = [.. stable.Scores.Select(s => 0.95 * s)] }, stable), "scores").Verdict.ShouldBe(Verdict.Pass);
        Line(Judge(stable with { Scores = stable.Scores[..99] }, stable), "scores").Verdict.ShouldBe(Verdict.Hold);
    }

    [Fact]
    public void Outcomes_that_are_surely_worse_end_it_and_those_that_may_be_chance_do_not()
    {
        ArmFacts Losses(double mean, int n = 1000) => Arm() with { Losses = [.. Enumerable.Range(0, n).Select(i => mean + (0.1 * Math.Sin(i)))] };
        Line(Judge(Losses(0.25), Losses(0.1)), "outcomes").Verdict.ShouldBe(Verdict.Fail);
        Line(Judge(Losses(0.101), Losses(0.1)), "outcomes").Verdict.ShouldBe(Verdict.Pass);
        Line(Judge(Losses(0.05), Losses(0.1)), "outcomes").Verdict.ShouldBe(Verdict.Pass, "better is no fault");
        Judge(Losses(0.25, 199), Losses(0.1)).Lines.ShouldNotContain(l => l.Measure == "outcomes");
    }

    [Theory]
    [InlineData("p95_ms > stable.p95_ms * 1.5", Verdict.Fail)]
    [InlineData("p95_ms > stable.p95_ms * 5", Verdict.Pass)]
    [InlineData("errors > 1%", Verdict.Pass)]
    [InlineData("drift > 0.4", Verdict.Pass)]
    public void What_the_file_says_undoes_a_release_within_the_limits_of_the_house_too(string undo, Verdict expected)
    {
        CanaryVerdict verdict = Judge(Arm() with { P95Ms = 8 }, Arm() with { P95Ms = 4 }, Plan with { Undo = [undo] });
        Line(verdict, "undo").Verdict.ShouldBe(expected);
        verdict.Verdict.ShouldBe(expected);
        if (expected == Verdict.Fail) verdict.Reason.ShouldBe(undo);
    }

    [Fact]
    public void Too_few_requests_hold_whatever_they_look_like()
    {
        CanaryVerdict verdict = Judge(Arm() with { Requests = 49, P95Ms = 8 }, Arm() with { P95Ms = 4 }, Plan with { Undo = ["p95_ms > stable.p95_ms * 1.5"] });
        verdict.Verdict.ShouldBe(Verdict.Hold);
        verdict.Reason.ShouldBe("49 of 50 requests so far");
        Judge(Arm(), Arm() with { Requests = 0 }).Verdict.ShouldBe(Verdict.Hold, "the stable version says nothing");
    }

    [Fact]
    public void Scores_that_are_not_there_hold_a_condition_about_them()
    {
        double distance = CanaryJudge.ScoreDistance(new CanaryFacts(Arm(rows: 0), Arm()));
        double.IsNaN(distance).ShouldBeTrue();
        CanaryVerdict verdict = Judge(Arm(rows: 0), Arm(), Plan with { Undo = ["drift > 0.4"] });
        verdict.Verdict.ShouldBe(Verdict.Hold);
    }

    private static CanaryVerdict Judge(ArmFacts canary, ArmFacts stable, ReleasePlanned? plan = null) => new CanaryJudge(new DeliveryOptions()).Judge(new CanaryFacts(canary, stable), plan ?? Plan);

    private static CanaryLine Line(CanaryVerdict verdict, string measure) => verdict.Lines.Single(l => l.Measure == measure);

    private static ArmFacts Arm(int rows = 1000) => new(
        500, rows, 0, 1, 2, 3, [.. Enumerable.Repeat(1.0, 500)], [.. Enumerable.Range(0, rows).Select(i => (0.5 + Math.Sin(i)) / 2)], [.. Enumerable.Range(0, rows).Select(i => 0.1 + (0.05 * Math.Sin(i)))]);
}
