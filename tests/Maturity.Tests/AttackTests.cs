using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Maturity;

namespace Cairn.Maturity.Tests;

/// <summary>Ways to look better than one is. None may work.</summary>
public sealed class AttackTests
{
    private static readonly Settings TwoHats = new()
    {
        JointReviews = false,
        People = [.. new Settings().People, ("person:ds1", "data-engineer")],
    };

    private static bool Firing(LedgerEvent e) => e.Type == "trigger.fired" && e.DayOf() > 60;

    private static bool Training(LedgerEvent e) => e.Type == "run.started" && e.Purpose("train") && e.DayOf() > 60;

    private static void Falls(List<LedgerEvent> events, double day, string capability, string status, int microsoft)
    {
        AssessmentDto assessment = events.At(day);
        assessment.Status(capability).ShouldBe(status, $"{assessment.Of(capability).Reason} | {assessment.Of(capability).Detail}");
        assessment.Microsoft().ShouldBe(microsoft, assessment.Gaps());
    }

    [Fact]
    public void Buttons_pressed_five_times() =>
        Falls(FlightDelay.Until(115).Change(Firing, e => e.With("kind", "manual") with { Actor = new Actor("person:ds1", "person", [], "cli") }), 115, "automated-training", "FAIL", 1);

    [Fact]
    public void A_client_claims_a_schedule_without_a_firing() =>
        Falls(FlightDelay.Until(115).Drop(Firing), 115, "automated-training", "FAIL", 1);

    [Fact]
    public void Five_runs_in_five_minutes_on_the_same_data()
    {
        int minute = 0;
        List<LedgerEvent> events = FlightDelay.Until(115).Change(
            e => e.Subject.Kind is "run" && e.Subject.Id.StartsWith("train-", StringComparison.Ordinal),
            e => (e.Data.ContainsKey("inputs") ? e.With("inputs", new JsonObject { ["flights"] = "dsv-90" }) : e) with { At = FlightDelay.Day(112).AddMinutes(minute++) });
        AssessmentDto assessment = events.At(115);
        assessment.Status("automated-training").ShouldBe("FAIL");
        assessment.Of("automated-training").Reason!.ShouldContain("span");
        assessment.Microsoft().ShouldBeLessThan(2);
    }

    [Fact]
    public void An_imported_file_is_served()
    {
        List<LedgerEvent> events = FlightDelay.Until(115).Then(113, log => new Releases(log).ByHand("mv-imported", "ml-0", "rel-again"));
        Falls(events, 115, "model-versioning", "FAIL", 1);
        Falls(events, 115, "experiment-tracking", "FAIL", 1);
    }

    [Fact]
    public void A_dataset_is_recorded_after_the_run_that_used_it() =>
        Falls(
            FlightDelay.Until(115).Change(e => e.Type == "version.registered" && e.Says("noun", "dataset") && e.DayOf() > 90, e => e with { At = FlightDelay.Day(114) }),
            115, "run-traceability", "FAIL", 1);

    [Fact]
    public void One_person_wears_two_hats() => Falls(FlightDelay.Until(115, TwoHats), 115, "ds-de-collaboration", "UNKNOWN", 1);

    [Fact]
    public void A_data_scientist_accepts_the_own_handoff() =>
        Falls(FlightDelay.Until(60).Change(e => e.Type == "handoff.answered", e => e with { Actor = new Actor("person:ds1", "person", [], "cli") }), 60, "recorded-handoff", "FAIL", 0);

    [Fact]
    public void A_release_by_hand_at_level_three() =>
        Falls(FlightDelay.Until(190).Then(188, log => new Releases(log).ByHand("mv-fire-186", "ml-173", "rel-hand")), 190, "automated-model-release", "FAIL", 2);

    [Fact]
    public void A_gate_accepts_the_known_bad() =>
        Falls(FlightDelay.Until(190).Set(e => e.Type == "probe.finished" && e.Says("of", "gate") && e.Says("given", "bad"), "seen", "passed"), 190, "model-validation-gate", "FAIL", 2);

    [Fact]
    public void A_gate_refuses_everything() =>
        Falls(FlightDelay.Until(190).Set(e => e.Type == "probe.finished" && e.Says("of", "gate") && e.Says("given", "good"), "seen", "refused"), 190, "model-validation-gate", "FAIL", 2);

    [Fact]
    public void A_comparison_stopped_by_looking() =>
        Falls(FlightDelay.Until(190).Set(e => e.Type == "release.finished" && e.Data.ContainsKey("stop"), "stop", "peeked"), 190, "ab-testing", "FAIL", 2);

    [Fact]
    public void A_plan_written_after_the_start_is_none()
    {
        List<LedgerEvent> events = FlightDelay.Until(190).Change(e => e.Type == "release.started" && e.Data.ContainsKey("plan"), e => e.With("plan", null))
            .Set(e => e.Type == "release.finished" && e.Data.ContainsKey("stop"), "plan", new JsonObject { ["rule"] = "late", ["sticky"] = true });
        Falls(events, 190, "ab-testing", "UNKNOWN", 2);
    }

    [Fact]
    public void Green_checks_without_a_test() =>
        Falls(FlightDelay.Until(115).Set(e => e.Subject.Kind == "run" && e.Says("suite", "training-unit"), "tests", 0), 115, "model-ci", "FAIL", 1);

    [Fact]
    public void An_application_denied_although_it_is_released()
    {
        AssessmentDto assessment = FlightDelay.Until(115).Set(e => e.Type == "project.declared", "apps", 0).At(115);
        assessment.Status("automated-app-release").ShouldBe("PASS");
        assessment.Contradictions.ShouldHaveSingleItem().ShouldContain("application");
    }

    [Fact]
    public void No_application_at_all_is_not_asked_for_one()
    {
        AssessmentDto assessment = FlightDelay.Until(115, new Settings { App = false }).At(115);
        assessment.Status("automated-app-release").ShouldBe("NOT_APPLICABLE");
        assessment.Of("automated-app-release").Reason.ShouldBe("no application uses the model");
    }

    [Fact]
    public void A_reproduction_reported_from_outside() =>
        Falls(FlightDelay.Until(115).Change(e => e.Type == "probe.finished" && e.Says("of", "reproduce"), e => e with { Grade = 1 }), 115, "reproducible-training", "FAIL", 1);

    [Fact]
    public void A_statement_counts_and_is_shown()
    {
        AssessmentDto assessment = Stated(100).At(115);
        assessment.Status("ds-de-collaboration").ShouldBe("ATTESTED");
        assessment.Microsoft().ShouldBe(2, assessment.Gaps());
        assessment.Ladders[0].Attested.ShouldBe(1);
    }

    [Fact]
    public void A_statement_of_ninety_five_days_ago_counts_no_more() => Falls(Stated(20), 115, "ds-de-collaboration", "STALE", 1);

    [Fact]
    public void A_statement_in_a_role_not_held_is_no_statement() =>
        Falls(Stated(100).Set(e => e.Type == "statement.made" && e.Says("as_role", "data-engineer"), "as_role", "data-steward"), 115, "ds-de-collaboration", "FAIL", 1);

    [Fact]
    public void A_detector_that_always_alarms() =>
        FlightDelay.Until(257).Set(e => e.Type == "probe.finished" && e.Says("given", "same"), "seen", "detected").At(257).Status("drift-detection").ShouldBe("FAIL");

    [Fact]
    public void A_threshold_that_cannot_be_breached() =>
        Falls(FlightDelay.Until(257).Set(e => e.Type == "probe.finished" && e.Says("of", "quality"), "seen", "quiet"), 257, "model-performance-monitoring", "FAIL", 2);

    [Fact]
    public void A_cause_that_says_because() =>
        Falls(FlightDelay.Until(257).Change(e => e.Says("kind", "metric"), e => e.With("cause", "because") with { Cause = [] }), 257, "production-metric-retraining", "FAIL", 3);

    [Fact]
    public void A_cause_that_never_breached() =>
        Falls(
            FlightDelay.Until(257).Set(e => e.Subject.Id == "w-breach", "values", new JsonArray(new JsonObject { ["metric"] = "auc", ["value"] = 0.9, ["threshold"] = 0.78 })),
            257, "production-metric-retraining", "FAIL", 3);

    [Fact]
    public void An_insight_that_led_to_nothing() =>
        Falls(FlightDelay.Until(257).Change(e => e.Subject.Id == "run-insight", e => e with { Cause = [] }), 257, "improvement-feedback", "FAIL", 3);

    [Fact]
    public void A_marker_without_a_live_monitor() =>
        Falls(FlightDelay.Until(257, new Settings { MarkerMonitor = "psi:nothing" }), 257, "data-markers", "FAIL", 3);

    [Fact]
    public void A_second_endpoint_that_nobody_watches()
    {
        List<LedgerEvent> events = FlightDelay.Until(190).Then(187, log => new Releases(log).ByMachine("mv-fire-186", "ml-173", "canary", "02-187-none"));
        events = events.Set(e => e.Id.StartsWith("02-", StringComparison.Ordinal) && e.Says("endpoint", "delay"), "endpoint", "delay-eu");
        AssessmentDto assessment = events.At(190);
        assessment.Status("model-performance-monitoring").ShouldBe("FAIL");
        assessment.Of("model-performance-monitoring").Reason!.ShouldContain("delay-eu");
        assessment.Microsoft().ShouldBe(2);
    }

    [Fact]
    public void Solo_is_contradicted_by_a_second_person()
    {
        AssessmentDto assessment = FlightDelay.Until(115, new Settings { Profile = "solo" }).At(115);
        assessment.Profile.ShouldBe("team");
        assessment.DeclaredProfile.ShouldBe("solo");
        assessment.Contradictions.ShouldHaveSingleItem().ShouldContain("two people");
    }

    private static List<LedgerEvent> Stated(double day) => FlightDelay.Until(115, TwoHats).Then(day, log =>
    {
        log.Add("statement.made", "s1", new() { ["id"] = "ds-de-collaboration", ["as_role"] = "data-scientist" }, new(By: "person:ds1"));
        log.Add("statement.made", "s2", new() { ["id"] = "ds-de-collaboration", ["as_role"] = "data-engineer" }, new(By: "person:de1"));
    });
}
