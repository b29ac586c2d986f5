using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Maturity;

namespace Cairn.Maturity.Tests;

/// <summary>What happens in every healthy project must not cost a level.</summary>
public sealed class FairnessTests
{
    private static void Keeps(List<LedgerEvent> events, double day = 270, int microsoft = 4, int google = 2)
    {
        AssessmentDto assessment = events.At(day);
        assessment.Microsoft().ShouldBe(microsoft, assessment.Gaps());
        assessment.Google().ShouldBe(google, assessment.Gaps(1));
    }

    [Theory]
    [InlineData("app-unit")]
    [InlineData("pipeline-integration")]
    [InlineData("scoring-unit")]
    public void A_red_test_on_a_branch(string suite) => Keeps(FlightDelay.Until(270).Then(267, log =>
    {
        log.Add("run.started", "red", new() { ["purpose"] = "test", ["suite"] = suite, ["ref"] = "branch", ["trigger"] = "change", ["tests"] = 5, ["commit"] = "wip" }, new(By: "svc:code"));
        log.Add("run.finished", "red", new() { ["status"] = "failed" }, new(By: "svc:code"));
    }));

    [Fact]
    public void A_gate_that_rightly_refuses_for_sixty_days()
    {
        List<LedgerEvent> events = FlightDelay.Until(270)
            .Set(e => e.Type == "gate.decided" && e.DayOf() > 233 && e.Cycle is not null, "decision", "reject")
            .Drop(e => e.DayOf() > 233 && ((e.Subject.Kind == "release" && e.Cycle is not null) || e.Subject.Kind == "alias"));
        Keeps(events);
    }

    [Fact]
    public void One_training_on_demand() =>
        Keeps(FlightDelay.Until(270).Change(e => e.Subject.Id == "fire-256", e => e.With("kind", "manual") with { Actor = new Actor("person:ds1", "person", [], "cli") }));

    [Fact]
    public void One_rollback_by_hand_at_night() => Keeps(FlightDelay.Until(270).Then(266, log =>
    {
        new Releases(log).ByHand("mv-fire-256", "ml-243", "rel-back");
        log.Events[0].Data["rollback"] = true;
    }));

    [Fact]
    public void One_release_behind_broken_glass() => Keeps(FlightDelay.Until(270).Then(266, log =>
    {
        new Releases(log).ByHand("mv-fire-256", "ml-243", "rel-glass");
        log.Events[0].Data["break_glass"] = true;
    }));

    [Fact]
    public void One_thin_window_and_one_gap() =>
        Keeps(FlightDelay.Until(270).Set(e => e.Subject.Id == "w-quality-266", "n", 21).Set(e => e.Subject.Id == "w-traffic-266", "gap_m", 65));

    [Fact]
    public void A_failed_run_after_a_firing_by_metric() => Keeps(FlightDelay.Until(270).Then(262, log =>
    {
        log.Add("trigger.fired", "fire-m2", new() { ["kind"] = "metric", ["cause"] = "w-breach" }, new(By: "svc:pipelines"));
        log.Add("run.started", "train-m2", new() { ["purpose"] = "train", ["for"] = "experiment", ["firing"] = "fire-m2", ["params"] = 1, ["metrics"] = 1 }, new(By: "svc:pipelines"));
        log.Add("run.finished", "train-m2", new() { ["status"] = "failed" }, new(By: "svc:pipelines"));
    }));

    [Fact]
    public void Outcomes_a_day_late() =>
        Keeps(FlightDelay.Until(270).Drop(e => e.Type == "window.closed" && e.Says("of", "quality") && e.DayOf() >= 269));

    [Fact]
    public void A_canary_rolled_back_by_itself() => Keeps(FlightDelay.Until(270).Then(266, log =>
    {
        JsonObject start = new() { ["of"] = "model", ["env"] = "production", ["endpoint"] = "delay", ["version"] = "mv-fire-256", ["trigger"] = "pipeline", ["strategy"] = "canary" };
        log.Add("release.started", "rel-bad", start, new(By: "svc:delivery"));
        log.Add("release.finished", "rel-bad", new() { ["result"] = "rolled-back" }, new(By: "svc:delivery"));
    }));

    [Fact]
    public void A_run_or_release_still_going_on() => Keeps(FlightDelay.Until(270).Then(270.9, log =>
    {
        log.Add("run.started", "ingest-now", new() { ["purpose"] = "ingest", ["trigger"] = "schedule" });
        log.Add("release.started", "rel-now", new() { ["of"] = "model", ["env"] = "production", ["endpoint"] = "delay", ["version"] = "mv-fire-263", ["trigger"] = "pipeline" });
    }));

    [Fact]
    public void Ingestion_every_hour() => Keeps(FlightDelay.Until(270).Then(269, log =>
    {
        for (int hour = 0; hour < 24; hour++)
        {
            log.Day = 269 + (hour / 24.0);
            string run = $"hourly-{hour}";
            log.Add("run.started", run, new() { ["purpose"] = "ingest", ["trigger"] = "schedule", ["source"] = "https://flights.example/feed", ["rows"] = 100 });
            log.Add("version.registered", $"dsv-h{hour}", new() { ["noun"] = "dataset", ["name"] = "flights", ["run"] = run }, new(Digest: $"sha256:h{hour}"));
            log.Add("run.finished", run, new() { ["status"] = "succeeded" });
        }
    }));

    [Fact]
    public void Training_every_day() => Keeps(FlightDelay.Until(270, new Settings { Beat = 1 }));

    [Fact]
    public void Training_once_a_month() => Keeps(FlightDelay.Until(400, new Settings { Beat = 30 }), 400);

    [Fact]
    public void One_honest_run_by_hand_at_the_beginning() => Keeps(FlightDelay.Until(115), 115, 2, 0);

    [Fact]
    public void One_person_with_all_roles_climbs_as_solo()
    {
        List<LedgerEvent> events = FlightDelay.Until(270, new Settings { Profile = "solo" })
            .Rename(("person:ds1", "person:all"), ("person:de1", "person:all"), ("person:se1", "person:all"), ("person:se2", "person:all"));
        AssessmentDto assessment = events.At(270);
        assessment.Profile.ShouldBe("solo");
        assessment.Status("recorded-handoff").ShouldBe("NOT_APPLICABLE");
        assessment.Microsoft().ShouldBe(4, assessment.Gaps());
        assessment.Google().ShouldBe(2, assessment.Gaps(1));
    }

    [Fact]
    public void An_approval_demanded_by_an_older_policy_is_shown_and_costs_nothing()
    {
        List<LedgerEvent> events = FlightDelay.Until(270).Change(e => e.Type == "project.declared", e =>
        {
            var declares = (JsonArray)e.Data["declares"]!.DeepClone();
            declares[2]!["approve"] = "software-engineer";
            return e.With("declares", declares);
        });
        events = events.Then(263.021, log => log.Add("approval.given", "a1", new() { ["of"] = "rel-mv-fire-263", ["as_role"] = "software-engineer" }, new(By: "person:se1")));
        Keeps(events);
        events.At(270).Ladders[0].WithApproval.ShouldBeTrue();
        FlightDelay.Until(270).At(270).Ladders[0].WithApproval.ShouldBeFalse();
    }
}
