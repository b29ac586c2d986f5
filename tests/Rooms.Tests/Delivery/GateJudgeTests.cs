using Cairn.Code;
using Cairn.Contracts.Projects;
using Cairn.Delivery;
using Cairn.Registry;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>Candidate and champion as measured in, decision out, by the whole family of checks.</summary>
public sealed class GateJudgeTests
{
    private static readonly GateContext Good = new(new Gate("good", "evaluate", [Condition.Parse("metrics.auc >= 0.6").Value!]), Version(2), Evaluation(auc: 0.74))
    {
        Champion = Version(1),
        ChampionEvaluation = Evaluation(auc: 0.75),
    };

    [Fact]
    public void What_is_about_as_good_as_the_champion_is_promoted()
    {
        GateVerdict verdict = Judge(Good);
        (verdict.Decision, verdict.Reason).ShouldBe((GateJudge.Promote, "6 checks passed"));
        verdict.Checks.Select(c => c.Check).ShouldBe(["conditions", "slices", "slices", "signature", "cost", "cost"]);
    }

    [Theory]
    [InlineData(600, 0.60, GateJudge.Reject)]
    [InlineData(600, 0.66, GateJudge.Promote)]
    [InlineData(499, 0.10, GateJudge.Promote)]
    public void A_slice_far_behind_the_champion_is_refused_when_it_has_the_rows(int rows, double auc, string decision)
    {
        GateVerdict verdict = Judge(Good with { CandidateEvaluation = Evaluation(0.8, slices: [("origin", "SECRET", rows, auc)]), ChampionEvaluation = Evaluation(0.75, slices: [("origin", "SECRET", rows, 0.75)]) });
        verdict.Decision.ShouldBe(decision);
        if (decision != GateJudge.Reject) return;
        verdict.Reason.ShouldBe("auc of a slice of origin (600 rows): more than 0.1 below the champion");
        verdict.Checks.Single(c => c.Check == "slices").ShouldSatisfyAllConditions(c => c.Value.ShouldBe("0.6"), c => c.Against.ShouldBe("0.75"));
    }

    [Fact]
    public void A_slice_that_the_champion_has_not_is_compared_with_nothing()
        => Judge(Good with { CandidateEvaluation = Evaluation(0.8, slices: [("origin", "JFK", 600, 0.1)]), ChampionEvaluation = Evaluation(0.75, slices: [("origin", "LAX", 600, 0.75)]) }).Decision.ShouldBe(GateJudge.Promote);

    [Theory]
    [InlineData(12, GateJudge.Reject)]
    [InlineData(9, GateJudge.Promote)]
    public void What_is_many_times_as_slow_as_the_champion_is_refused(double p95, string decision)
    {
        GateVerdict verdict = Judge(Good with { CandidateEvaluation = Evaluation(0.75, p95: p95) });
        verdict.Decision.ShouldBe(decision);
        if (decision == GateJudge.Reject) verdict.Reason.ShouldBe("p95 latency over the champion's (was 12 against 10)");
    }

    [Theory]
    [InlineData(11_000, GateJudge.Reject)]
    [InlineData(10_000, GateJudge.Promote)]
    public void What_is_many_times_as_big_as_the_champion_is_refused(long size, string decision)
    {
        GateVerdict verdict = Judge(Good with { Candidate = Version(2, size) });
        verdict.Decision.ShouldBe(decision);
        if (decision == GateJudge.Reject) verdict.Reason.ShouldBe("size over the champion's (was 11 against 10)");
    }

    [Theory]
    [InlineData("failed", 3, GateJudge.Reject)]
    [InlineData("succeeded", 0, GateJudge.Promote)]
    [InlineData("running", 0, GateJudge.Promote)]
    public void Scoring_code_that_fails_its_tests_is_refused_though_no_condition_asks(string status, int failed, string decision)
    {
        GateVerdict verdict = Judge(Good with { Suites = [Suite("scoring-unit", status, failed)] });
        verdict.Decision.ShouldBe(decision);
        if (decision == GateJudge.Reject) verdict.Reason.ShouldBe("scoring-unit: 3 failed");
    }

    [Theory]
    [InlineData("succeeded", GateJudge.Promote)]
    [InlineData("failed", GateJudge.Reject)]
    [InlineData("running", GateJudge.Hold)]
    [InlineData(null, GateJudge.Hold)]
    public void A_condition_on_tests_that_have_no_result_holds(string? status, string decision)
        => Judge(Asking("pipeline_tests = passed") with { Suites = status is null ? [] : [Suite("pipeline-integration", status, 0)] }).Decision.ShouldBe(decision);

    [Theory]
    [InlineData("metrics.f1 >= 0.5", GateJudge.Hold)]
    [InlineData("metrics.auc >= 0.8", GateJudge.Reject)]
    [InlineData("metrics.auc >= champion.auc - 0.02", GateJudge.Promote)]
    [InlineData("metrics.auc >= champion.auc", GateJudge.Reject)]
    [InlineData("metrics.worst_slice.auc >= 0.5", GateJudge.Promote)]
    [InlineData("metrics.worst_slice.auc >= 0.72", GateJudge.Reject)]
    [InlineData("metrics.worst_slice.f1 >= 0.5", GateJudge.Hold)]
    [InlineData("metrics.latency_ratio <= 2", GateJudge.Promote)]
    [InlineData("metrics.latency_ratio <= 0.5", GateJudge.Reject)]
    [InlineData("metrics.size_mb <= 0.002", GateJudge.Promote)]
    [InlineData("metrics.size_mb <= 0.0005", GateJudge.Reject)]
    [InlineData("metrics.trained_rows >= 100", GateJudge.Promote)]
    [InlineData("nonsense = passed", GateJudge.Hold)]
    public void Conditions_are_about_what_was_measured_and_hold_where_nothing_was(string condition, string decision)
    {
        GateVerdict verdict = Judge(Asking(condition));
        verdict.Decision.ShouldBe(decision, verdict.Reason);
        if (decision == GateJudge.Hold) verdict.Reason.ShouldStartWith($"{condition}: nothing is known of ");
    }

    [Fact]
    public void The_worst_slice_is_the_one_with_most_loss_and_small_ones_are_chance()
    {
        Evaluation of = Evaluation(0.7) with { Slices = [Slice("a", 100, ("brier", 0.2), ("auc", 0.7)), Slice("b", 100, ("brier", 0.4), ("auc", 0.6)), Slice("c", 49, ("brier", 0.9), ("auc", 0.1)), Slice("d", 100, ("auc", double.NaN))] };
        GateMetrics.Worst(of, "brier").ShouldBe(0.4);
        GateMetrics.Worst(of, "auc").ShouldBe(0.6);
        GateMetrics.Worst(of, "f1").ShouldBeNull();
    }

    [Fact]
    public void The_first_version_has_nobody_to_beat()
    {
        GateContext first = Asking("metrics.auc >= 0.6", "metrics.auc >= champion.auc") with { Champion = null, ChampionEvaluation = null };
        Judge(first).Checks.Select(c => c.Name).ShouldBe(["metrics.auc >= 0.6"]);
        Judge(first with { Gate = first.Gate with { Need = [] } }).ShouldSatisfyAllConditions(v => v.Decision.ShouldBe(GateJudge.Hold), v => v.Reason.ShouldBe("nothing was checked"));
    }

    [Fact]
    public void What_asks_for_more_than_the_champion_is_refused()
    {
        ModelVersionView more = Version(2) with { SignatureJson = """{"inputs":[{"name":"x","type":"float"},{"name":"y","type":"float"}]}""" };
        Judge(Good with { Candidate = more }).Reason.ShouldBe("asks for nothing the champion does not: new or of another type: y");
        Judge(Good with { ContractInputs = ["x", "z", "flight"], Key = "flight" }).Reason.ShouldBe("takes the inputs of the contract: does not take z");
        Judge(Good with { ContractInputs = ["x", "z"], InputsGivenUp = ["z"] }).Reason.ShouldBe("takes the inputs of the contract: does not take z; a change of its inputs waits (cairn data contract changes)");
    }

    [Fact]
    public void One_failure_outweighs_open_questions_and_both_outweigh_what_passed()
    {
        Judge(Asking("metrics.auc >= 0.6", "metrics.f1 >= 0.5", "metrics.auc >= 0.9")).ShouldSatisfyAllConditions(v => v.Decision.ShouldBe(GateJudge.Reject), v => v.Reason.ShouldBe("metrics.auc >= 0.9 (was 0.74 against 0.9)"));
        Judge(Asking("metrics.auc >= 0.6", "metrics.f1 >= 0.5")).Decision.ShouldBe(GateJudge.Hold);
    }

    private static GateVerdict Judge(GateContext context)
    {
        var options = new DeliveryOptions();
        return new GateJudge([new ConditionsCheck(), new SlicesCheck(options), new SuitesCheck(), new SignatureCheck(), new CostCheck(options)]).Judge(context);
    }

    private static GateContext Asking(params string[] conditions) => Good with { Gate = Good.Gate with { Need = [.. conditions.Select(c => Condition.Parse(c).Value!)] } };

    private static Evaluation Evaluation(double auc, double p95 = 1, IReadOnlyList<(string Column, string Value, int Rows, double Auc)>? slices = null) => new(
        "sha256:0", "sha256:1", "binary", new Dictionary<string, double> { ["auc"] = auc, ["p95_ms"] = p95 },
        [.. (slices ?? [("day", "1", 600, auc), ("day", "2", 600, auc - 0.05)]).Select(s => new SliceMetrics(s.Column, s.Value, s.Rows, new Dictionary<string, double> { ["auc"] = s.Auc }))], []);

    private static SliceMetrics Slice(string value, long rows, params (string Metric, double Value)[] metrics) => new("c", value, rows, metrics.ToDictionary(m => m.Metric, m => m.Value));

    private static ModelVersionView Version(int number, long size = 1000) => new()
    {
        Id = $"mv-delay-{number}",
        Project = "late",
        Model = "delay",
        Number = number,
        Digest = $"sha256:{number}",
        Size = size,
        SignatureJson = """{"inputs":[{"name":"x","type":"float"}]}""",
        Origin = "pipeline",
        RegisteredAt = DateTimeOffset.UnixEpoch,
        EventId = "e-1",
        Metrics = new Dictionary<string, double> { ["trained_rows"] = 100 },
    };

    private static SuiteResult Suite(string name, string status, int failed) => new()
    {
        Project = "late",
        Commit = "c",
        Suite = name,
        Area = "scoring",
        RunId = "run-1",
        Status = status,
        Tests = 10,
        Failed = failed,
        Skipped = 0,
        Duration = 1,
        Reason = failed > 0 ? $"{failed} failed" : null,
    };
}
