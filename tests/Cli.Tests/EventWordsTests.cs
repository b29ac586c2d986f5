using System.Text.Json.Nodes;
using Cairn.Cli.Demo.Telling;
using Cairn.Cli.Output;
using Cairn.Contracts.Ledger;

namespace Cairn.Cli.Tests;

public sealed class EventWordsTests
{
    [Theory]
    [InlineData("""{"version":"mv-1","accepted":true}""", "version 1 was handed over to the data-engineer")]
    [InlineData("""{"version":"mv-1","accepted":false}""", "version 1 was not taken over by the data-engineer")]
    [InlineData("""{"version":"mv-1","accepted":false,"reason":"no limits"}""", "version 1 was not taken over by the data-engineer: no limits")]
    public void A_hand_off_is_told_as_it_was_answered(string answer, string line)
    {
        var words = new EventWords(new Paint(on: false));
        words.Of(Event("version.registered", "mv-1", """{"noun":"model","number":1}""")).ShouldBe("version 1 was made");
        words.Of(Event("handoff.offered", "ho-1", """{"version":"mv-1","to_role":"data-engineer"}""")).ShouldBeNull();
        words.Of(Event("handoff.answered", "ho-1", answer)).ShouldBe(line);
    }

    private static LedgerEvent Event(string type, string subject, string data) => new(
        "01", type, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "p", new Subject(type.Split('.')[0], subject), Actor.Service("delivery"), [], null,
        new Dictionary<string, string>(), 2, JsonNode.Parse(data)!.AsObject());
}
