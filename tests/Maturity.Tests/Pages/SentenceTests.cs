using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Maturity.Sentences;
using Cairn.Platform.Web;

namespace Cairn.Maturity.Tests.Pages;

public sealed class SentenceTests
{
    public static TheoryData<string> Types => [.. EventCatalog.AllTypes];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_event_is_a_sentence_even_with_nothing_in_it(string type)
    {
        var log = new LogBuilder();
        log.Add(type, "subject-1", []);
        Sentence sentence = EventSentence.Of(log.Events[0], new SubjectNames([]));
        Check(sentence);
        sentence.Text.Length.ShouldBeGreaterThan(8);
    }

    [Fact]
    public void There_are_thirty_four_types_and_no_other_is_said()
    {
        EventCatalog.AllTypes.Count().ShouldBe(34);
        var log = new LogBuilder();
        log.Add("run.started", "run-1", []);
        Should.Throw<ArgumentException>(() => EventSentence.Of(log.Events[0] with { Type = "run.hopped" }, new SubjectNames([])));
        Should.Throw<ArgumentException>(() => EventSentence.Of(log.Events[0] with { Type = "cow.seen", Subject = new Subject("cow", "1") }, new SubjectNames([])));
    }

    [Fact]
    public void Every_event_of_a_climbing_project_is_a_sentence()
    {
        List<LedgerEvent> events = [.. Dressing.Of(FlightDelay.Until(270))];
        var names = new SubjectNames(events);
        foreach (LedgerEvent e in events) Check(EventSentence.Of(e, names));
    }

    [Theory]
    [InlineData("gate.decided", """{"version":"mv-2","champion":"mv-1","decision":"promote","reason":"AUC 0.712, champion 0.698"}""", "Gates passed for v2 against v1: AUC 0.712, champion 0.698")]
    [InlineData("release.moved", """{"version":"mv-2","weight":25,"verdict":"pass"}""", "Release subject-1 moved v2 to 25 %: pass")]
    [InlineData("release.finished", """{"result":"rolled-back","reason":"errors above 1 %"}""", "Release subject-1 was rolled back: errors above 1 %")]
    [InlineData("run.finished", """{"purpose":"train","status":"failed","failure":"out of memory"}""", "Training subject-1 failed: out of memory")]
    [InlineData("run.finished", """{"purpose":"test","suite":"app-unit","status":"succeeded","tests":1200}""", "Test suite app-unit succeeded, 1,200 tests")]
    [InlineData("window.closed", """{"of":"drift","endpoint":"delay","n":16412,"values":[{"metric":"psi","slice":"origin","value":0.27,"threshold":0.2,"breached":true}]}""", "Window of drift on delay closed: PSI 0.270 of origin, limit 0.200 (n 16,412)")]
    [InlineData("trigger.fired", """{"name":"nightly","kind":"schedule","pipeline":"retrain"}""", "Trigger nightly fired by schedule and started retrain")]
    [InlineData("probe.finished", """{"of":"gate","given":"bad","seen":"refused"}""", "Probe of gate: given bad, it was refused")]
    [InlineData("version.retired", """{"noun":"model","name":"delay","number":9}""", "ana deleted a version of delay for good")]
    [InlineData("prediction.retired", """{"endpoint":"delay","env":"production","predictions":1200,"shadows":0,"outcomes":1,"files":3}""", "ana had 1,200 predictions and 1 outcome of delay forgotten")]
    [InlineData("assessment.made", """{"levels":{"microsoft":2,"google":0},"changed":["source-control"]}""", "Maturity assessed: Microsoft 2, Google 0; 1 status changed")]
    [InlineData("waiver.granted", """{"capability":"source-control","until":"2026-04-01T00:00:00Z","reason":"moving"}""", "ana asks to accept the gap Code is under version control until 2026-04-01: moving")]
    [InlineData("change.merged", """{"commit":"4f1c2a9aa","ref":"main","authors":["person:ana","person:ben"],"title":"Add the wind","checks":"passed"}""", "ana and ben merged 4f1c2a9 into main: Add the wind; checks passed")]
    public void It_says_what_happened(string type, string data, string expected)
    {
        var log = new LogBuilder();
        foreach (int number in (int[])[1, 2]) log.Add("version.registered", $"mv-{number}", new() { ["noun"] = "model", ["name"] = "delay", ["number"] = number });
        log.Add(type, "subject-1", JsonNode.Parse(data)!.AsObject(), new Envelope(By: "person:ana"));
        EventSentence.Of(log.Events[^1], new SubjectNames(log.Events)).Text.Replace('\u00a0', ' ').ShouldBe(expected);
    }

    [Fact]
    public void A_failed_probe_is_not_shown_as_fine()
    {
        var log = new LogBuilder();
        log.Add("probe.finished", "p", new() { ["of"] = "gate", ["given"] = "bad", ["seen"] = "passed" });
        EventSentence.Of(log.Events[0], new SubjectNames([])).Token.ShouldBe(Token.Fail);
    }

    private static void Check(Sentence sentence)
    {
        sentence.Text.ShouldNotContain("  ");
        sentence.Text.ShouldNotEndWith(" ");
        AssetCatalog.Icons.ShouldContain(sentence.Icon);
        foreach (SentencePart part in sentence.Parts) (part.Href?.StartsWith("/p/", StringComparison.Ordinal)).ShouldNotBe(false);
    }
}
