using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Delivery;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>What the graph of lineage connects.</summary>
public sealed class LineageMapTests
{
    private int _next;

    [Fact]
    public void A_training_makes_the_version_it_names_and_a_test_is_about_it()
    {
        LedgerEvent trained = Make("run.finished", "run-1", "{\"purpose\": \"train\", \"version\": \"mv-1\"}");
        LedgerEvent tested = Make("run.finished", "run-2", "{\"purpose\": \"test\", \"version\": \"mv-1\"}");
        var map = new LineageMap([trained, tested], "mv-1");
        Words(map.Around("mv-1", back: true, forward: true, 30)).ShouldBe("mv-1 run-1 run-2 | mv-1>run-2 run-1>mv-1");
    }

    [Fact]
    public void From_a_model_back_to_the_data_and_on_to_the_alert()
    {
        LedgerEvent day = Make("version.registered", "dsv-1", "{\"noun\": \"dataset\", \"name\": \"flights\", \"number\": 1, \"run\": \"ing-1\"}");
        LedgerEvent started = Make("run.started", "run-1", "{\"purpose\": \"train\", \"inputs\": {\"flights\": [\"dsv-1\"], \"weather\": [\"dsv-2\", \"dsv-3\", \"dsv-4\", \"dsv-5\"]}}");
        LedgerEvent model = Make("version.registered", "mv-1", "{\"noun\": \"model\", \"name\": \"late\", \"number\": 3, \"run\": \"run-1\"}", started);
        LedgerEvent gate = Make("gate.decided", "gate-1", "{\"version\": \"mv-1\", \"decision\": \"promote\"}");
        LedgerEvent window = Make("window.closed", "win-1", "{\"version\": \"mv-1\"}"), quiet = Make("window.closed", "win-2", "{\"version\": \"mv-1\"}");
        LedgerEvent alert = Make("alert.opened", "al-1", "{}", window);
        LedgerEvent approval = Make("approval.given", "ap-1", "{\"of\": {\"kind\": \"version\", \"id\": \"mv-1\"}}");
        LedgerEvent role = Make("role.granted", "ro-1", "{}", model);
        var map = new LineageMap([day, started, model, gate, window, quiet, alert, approval, role], "mv-1");
        Words(map.Around("mv-1", back: true, forward: false, 30)).ShouldBe("mv-1 run-1 data.weather dsv-1 ing-1 | run-1>mv-1 data.weather>run-1 dsv-1>run-1 ing-1>dsv-1");
        Words(map.Around("mv-1", back: false, forward: true, 30)).ShouldBe("mv-1 ap-1 gate-1 win-1 al-1 | mv-1>ap-1 mv-1>gate-1 mv-1>win-1 win-1>al-1");
        Words(map.Around("al-1", back: true, forward: false, 2)).ShouldBe("al-1 win-1 mv-1 | win-1>al-1 mv-1>win-1");
        (map.Subject("mv-1").Name, map.Subject("mv-1").Kind, map.Subject("gate-1").State, map.Subject("nobody").Noun).ShouldBe(("late 3", "model", "promote", ""));
        // In focus, one of many stands by itself.
        Words(new LineageMap([started, model], "dsv-4").Around("dsv-4", back: false, forward: true, 30)).ShouldBe("dsv-4 run-1 mv-1 | dsv-4>run-1 run-1>mv-1");
    }

    private static string Words((IReadOnlyList<string> Subjects, IReadOnlyList<(string From, string To)> Ways) around)
        => $"{string.Join(' ', around.Subjects)} | {string.Join(' ', around.Ways.Select(w => $"{w.From}>{w.To}"))}";

    private LedgerEvent Make(string type, string subject, string data, params LedgerEvent[] cause) => new(
        $"e{_next++:d4}", type, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "p", new Subject(type[..type.IndexOf('.', StringComparison.Ordinal)], subject), Actor.Service("test"),
        [.. cause.Select(c => c.Id)], null, new Dictionary<string, string>(), 2, JsonNode.Parse(data)!.AsObject());
}
