using System.Text.Json;
using Cairn.Contracts.Maturity;

namespace Cairn.Maturity.Tests;

public sealed class TextTests
{
    [Fact]
    public void The_summary_has_both_ladders_and_the_profile()
    {
        string text = MaturityText.Summary(FlightDelay.Until(115).At(115));
        string[] lines = text.Split('\n');
        lines[0].ShouldBe("flight-delay  as of 2026-05-01  team profile  model 1.0.0");
        lines[1].ShouldStartWith("Microsoft 2020  2 of 4  Automated Training  until ");
        lines[1].ShouldContain("missing, ");
        lines[2].ShouldStartWith("Google          0 of 2  Manual process");
        text.ShouldContain("red      serve  has no live monitor");
    }

    [Fact]
    public void A_simulated_world_carries_the_word()
    {
        AssessmentDto assessment = FlightDelay.Until(60, new Settings { World = "simulated" }).At(60);
        MaturityText.Summary(assessment).Split('\n')[0].ShouldEndWith("SIMULATED WORLD");
        JsonSerializer.Serialize(assessment).ShouldContain("\"Simulated\":true");
    }

    [Fact]
    public void One_capability_is_told_clause_by_clause()
    {
        string text = MaturityText.Explain(FlightDelay.Until(60).At(60).Of("model-versioning"));
        text.ShouldStartWith("FAIL  Models are versioned  (model-versioning, ");
        text.ShouldContain("xx  0 of 1 in force  <-  current release[of = model, env = production] : version -> version[origin = pipeline, digest set]");
        text.ShouldContain("why         ");
        text.ShouldContain("check       cairn maturity model-versioning");
    }

    [Fact]
    public void Every_capability_has_a_line()
    {
        AssessmentDto assessment = FlightDelay.Until(60).At(60);
        MaturityText.Capabilities(assessment).TrimEnd('\n').Split('\n').Length.ShouldBe(assessment.Capabilities.Count + 1);
    }
}
