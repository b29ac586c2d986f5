using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Maturity;
using Cairn.Maturity.Model;
using Cairn.Maturity.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Maturity.Tests;

public sealed class AssessorTests
{
    [Fact]
    public void An_empty_ledger_says_nothing_against_anyone()
    {
        AssessmentDto assessment = Array.Empty<LedgerEvent>().At(1);
        assessment.Capabilities.Select(c => c.Status).Distinct().ShouldBe(["UNKNOWN", "NOT_APPLICABLE", "INDICATOR"], ignoreOrder: true);
        assessment.Microsoft().ShouldBe(0);
        assessment.World.ShouldBe("unknown");
        assessment.Stages.ShouldAllBe(s => s.Red);
    }

    [Fact]
    public void The_order_of_arrival_does_not_matter()
    {
        List<LedgerEvent> events = FlightDelay.Until(200);
        string digest = events.At(200).StatusesDigest;
        Prop.ForAll(Gen.Shuffle<LedgerEvent>(events).ToArbitrary(), shuffled => shuffled.ToList().At(200).StatusesDigest == digest)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(8).WithReplay(5, 7));
    }

    [Fact]
    public void The_same_event_twice_is_one_event()
    {
        List<LedgerEvent> events = FlightDelay.Until(115);
        ((List<LedgerEvent>)[.. events, .. events]).At(115).StatusesDigest.ShouldBe(events.At(115).StatusesDigest);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(60)]
    [InlineData(115)]
    [InlineData(190)]
    public void Looking_back_from_a_longer_ledger_sees_what_was_seen_then(int day) =>
        FlightDelay.Until(270).At(day).StatusesDigest.ShouldBe(FlightDelay.Until(day).At(day).StatusesDigest);

    [Fact]
    public void Events_of_another_project_prove_nothing()
    {
        List<LedgerEvent> events = [.. FlightDelay.Until(115).Select(e => e with { Project = "another" })];
        events.At(115).Capabilities.ShouldAllBe(c => c.Status == "UNKNOWN" || c.Status == "NOT_APPLICABLE" || c.Status == "INDICATOR");
    }

    [Fact]
    public void Every_kind_of_record_that_a_rule_names_is_needed()
    {
        List<LedgerEvent> events = FlightDelay.Until(270);
        AssessmentDto whole = events.At(270);
        Dictionary<string, string> nouns = new() { ["firing"] = "trigger" };
        string[] kinds = ["change", "run", "version", "alias", "gate", "release", "window", "incident", "firing", "probe", "handoff"];
        foreach (string kind in kinds)
        {
            string noun = nouns.GetValueOrDefault(kind, kind);
            AssessmentDto without = events.Drop(e => e.Subject.Kind == noun).At(270);
            foreach (Capability capability in MaturityModel.Current.Capabilities.Where(c => c.Rule is not AnyOf && Positive(c, kind)))
            {
                if (whole.Status(capability.Id) != "PASS") continue;
                without.Status(capability.Id).ShouldNotBe("PASS", $"{capability.Id} without {kind}");
            }
        }
    }

    [Fact]
    public void Silence_lets_the_level_sink_and_never_rise()
    {
        List<LedgerEvent> events = FlightDelay.Until(270);
        int[] levels = [.. new[] { 0, 5, 20, 45, 75, 120, 200 }.Select(d => events.At(270 + d).Microsoft())];
        levels[0].ShouldBe(4);
        levels[1].ShouldBe(4);
        levels[^1].ShouldBe(0);
        levels.ShouldBe(levels.OrderDescending());
    }

    [Fact]
    public void What_is_said_to_expire_expires()
    {
        List<LedgerEvent> events = FlightDelay.Until(270);
        AssessmentDto now = events.At(270);
        foreach (CapabilityDto capability in now.Capabilities.Where(c => c.Status == "PASS" && c.Expires is not null))
        {
            double day = (capability.Expires!.Value - FlightDelay.Day(0)).TotalDays;
            events.At(day - 0.01).Status(capability.Id).ShouldBe("PASS", capability.Id);
            events.At(day + 0.01).Status(capability.Id).ShouldNotBe("PASS", capability.Id);
        }
    }

    [Fact]
    public void The_level_falls_on_the_day_that_was_foretold()
    {
        List<LedgerEvent> events = FlightDelay.Until(270);
        LadderDto ladder = events.At(270).Ladders[0];
        double day = (ladder.HoldsUntil!.Value - FlightDelay.Day(0)).TotalDays;
        events.At(day - 0.01).Microsoft().ShouldBe(4);
        events.At(day + 1.01).Microsoft().ShouldBeLessThan(4);
    }

    [Fact]
    public void A_failure_counts_after_a_day()
    {
        List<LedgerEvent> events = FlightDelay.Until(190).Then(190.5, log => new Releases(log).ByHand("mv-fire-186", "ml-173", "rel-hand"));
        AssessmentDto sameDay = events.At(190);
        sameDay.Status("automated-model-release").ShouldBe("GRACE");
        sameDay.Of("automated-model-release").Reason!.ShouldContain("less than 24 h");
        sameDay.Microsoft().ShouldBe(3);
        events.At(191.6).Microsoft().ShouldBe(2);
    }

    [Fact]
    public void A_waiver_is_shown_and_never_earned()
    {
        List<LedgerEvent> events = FlightDelay.Until(190).Set(e => e.Type == "release.finished" && e.Data.ContainsKey("stop"), "stop", "peeked");
        List<LedgerEvent> asked = events.Then(189, log => log.Add("waiver.granted", "w1", new() { ["capability"] = "ab-testing", ["reason"] = "low traffic", ["until"] = "2026-09-01T00:00:00Z" }, new(By: "person:ds1")));
        asked.At(190).Status("ab-testing").ShouldBe("FAIL", "one person alone cannot waive");
        List<LedgerEvent> self = asked.Then(189.1, log => Approve(log, "person:ds1"));
        self.At(190).Status("ab-testing").ShouldBe("FAIL");
        AssessmentDto waived = asked.Then(189.2, log => Approve(log, "person:se2")).At(190);
        waived.Status("ab-testing").ShouldBe("WAIVED");
        waived.Microsoft().ShouldBe(2);
        waived.Ladders[0].LevelWithWaivers.ShouldBe(3);
        waived.Ladders[0].Waived.ShouldBe(1);
        asked.Then(189.2, log => Approve(log, "person:se2")).At(245).Status("ab-testing").ShouldNotBe("WAIVED");
    }

    [Fact]
    public void A_platform_that_stops_probing_is_told_apart_from_the_project()
    {
        List<LedgerEvent> events = FlightDelay.Until(190).Drop(e => e.Type == "probe.finished" && e.Says("of", "registry") && e.DayOf() > 150);
        CapabilityDto registry = events.At(190).Of("model-registry");
        registry.Status.ShouldBe("UNKNOWN");
        registry.PlatformFault.ShouldBeTrue();
        registry.Reason!.ShouldStartWith("platform fault");
        events.At(170).Of("model-registry").Status.ShouldBe("GRACE");
    }

    [Fact]
    public void Nobody_in_a_role_is_not_asked_to_collaborate()
    {
        Settings settings = new() { People = [("person:ds1", "data-scientist"), ("person:se1", "software-engineer"), ("person:se2", "software-engineer")] };
        CapabilityDto capability = FlightDelay.Until(115, settings).At(115).Of("ds-de-collaboration");
        capability.Status.ShouldBe("NOT_APPLICABLE");
        capability.Reason.ShouldBe("nobody holds the role data-engineer");
    }

    [Fact]
    public void Without_simulated_people_only_the_machine_is_rated()
    {
        List<LedgerEvent> events = FlightDelay.Until(270, new Settings { World = "simulated" }).Rename(("person:", "sim:"));
        AssessmentDto all = events.At(270), alone = events.At(270, alone: true);
        all.Simulated.ShouldBeTrue();
        all.Microsoft().ShouldBe(4, all.Gaps());
        alone.Profile.ShouldBe("solo");
        alone.Microsoft().ShouldBeLessThan(4);
        alone.Capabilities.SelectMany(c => c.Evidence).ShouldNotContain(e => e.Id == "handoff-1" || e.Id == "run-0");
        alone.Status("automated-data-ingestion").ShouldBe("PASS");
    }

    [Fact]
    public void Held_since_the_first_of_an_unbroken_row_of_assessments()
    {
        List<LedgerEvent> events = FlightDelay.Until(115);
        foreach ((double day, int level) in new[] { (90.0, 2), (95.0, 1), (100.0, 2), (110.0, 2) })
            events = events.Then(day, log => log.Add("assessment.made", $"as-{day}", new() { ["levels"] = new JsonObject { ["microsoft"] = level, ["google"] = 0 } }));
        events.At(115).Ladders[0].Since.ShouldBe(LogBuilder.Start.AddDays(100));
    }

    [Fact]
    public void The_next_level_is_summed_from_its_gaps()
    {
        AssessmentDto assessment = FlightDelay.Until(60).At(60);
        NextLevelDto next = assessment.Ladders[0].Next!;
        next.Level.ShouldBe(2);
        next.Gaps.ShouldNotBeEmpty();
        next.DaysFrom.ShouldBe(next.Gaps.Sum(g => assessment.Of(g).Advice.DaysFrom), 1e-9);
        next.WaitDays.ShouldBe(next.Gaps.Max(g => assessment.Of(g).Advice.WaitDays), 1e-9);
        next.Earliest.ShouldBe(assessment.AsOf.AddDays(next.WaitDays));
        assessment.Of("automated-training").Advice.Check.ShouldBe("cairn maturity automated-training");
    }

    [Fact]
    public void Every_stage_has_last_run_owner_and_monitor_at_the_top()
    {
        IReadOnlyList<StageDto> stages = FlightDelay.Until(257).At(257).Stages;
        stages.Select(s => s.Name).ShouldBe(["ingest", "prepare", "train", "validate", "release", "serve", "monitor", "retrain"]);
        stages.ShouldAllBe(s => !s.Red && s.LastRun != null && s.Owner != null);
        FlightDelay.Until(100).At(100).Stages.Single(s => s.Name == "serve").Red.ShouldBeTrue();
    }

    [Fact]
    public void Work_grows_with_the_ledger_and_not_faster()
    {
        List<LedgerEvent> year = FlightDelay.Until(270);
        List<LedgerEvent> many = [.. year];
        for (int copy = 1; copy < 4; copy++)
        {
            int days = copy * 300;
            many.AddRange(year.Where(e => e.Type is not "ledger.opened").Select(e => e with { Id = $"{copy}-{e.Id}", At = e.At.AddDays(-days), Subject = e.Subject with { Id = $"{copy}-{e.Subject.Id}" } }));
        }
        long one = Allocated(year), four = Allocated(many);
        ((double)four / one).ShouldBeLessThan(6);
        (four / many.Count).ShouldBeLessThan(20_000);
    }

    private static long Allocated(List<LedgerEvent> events)
    {
        events.At(270);
        long before = GC.GetAllocatedBytesForCurrentThread();
        events.At(270);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Approve(LogBuilder log, string by) =>
        log.Add("approval.given", $"approve-{by}", new() { ["of"] = new JsonObject { ["kind"] = "waiver", ["id"] = "w1" }, ["as_role"] = "software-engineer" }, new(By: by));

    private static bool Positive(Capability capability, string kind) =>
        RuleEvaluator.Clauses(capability.Rule).Any(c => c.Kind == kind && c.Amount.Kind is AmountKind.Last or AmountKind.Current or AmountKind.AtLeast && c.Kind == kind);
}
