using Cairn.Contracts.Ledger;

namespace Cairn.Platform.Tests.Ledger;

public sealed class CatalogTests
{
    [Fact]
    public void There_are_twenty_nouns_and_thirty_four_events()
    {
        string[] types = [.. EventCatalog.AllTypes];
        types.Length.ShouldBe(34);
        types.Select(t => t.Split('.')[0]).Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public void An_event_survives_its_json_form()
    {
        var e = new LedgerEvent("01", "run.finished", 1, new DateTimeOffset(2001, 2, 3, 4, 5, 6, 789, TimeSpan.Zero), DateTimeOffset.UnixEpoch, "p", new Subject("run", "r", "sha256:x"),
            new Actor("svc:x", "service", ["a"], "worker"), ["00"], "00", new Dictionary<string, string> { ["d"] = "sha256:y" }, 2, new() { ["rows"] = 3 });
        string text = LedgerJson.Write(e);
        text.ShouldContain("\"at\":\"2001-02-03T04:05:06.789Z\"");
        LedgerJson.Write(LedgerJson.Read(text)).ShouldBe(text);
    }
}
