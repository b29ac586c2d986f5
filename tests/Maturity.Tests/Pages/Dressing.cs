using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Tests.Pages;

/// <summary>Adds to a hand-written ledger what only pages read: numbers of versions, spans and values of windows.</summary>
internal static class Dressing
{
    public static IEnumerable<LedgerEvent> Of(IEnumerable<LedgerEvent> events)
    {
        var number = 0;
        foreach (LedgerEvent e in events)
        {
            JsonObject data = e.Data.DeepClone().AsObject();
            if (e.Type == "version.registered" && data["noun"]!.GetValue<string>() == "model") data["number"] = ++number;
            if (e.Type == "version.registered" && data["noun"]!.GetValue<string>() == "dataset") (data["rows"], data["partition"]) = (16_412, e.At.ToString("yyyy-MM-dd"));
            if (e.Type == "window.closed") Window(e, data);
            yield return e with { Data = data };
        }
    }

    private static void Window(LedgerEvent e, JsonObject data)
    {
        (data["from"], data["to"]) = (e.At.AddDays(-1).ToString("O"), e.At.ToString("O"));
        if (data["of"]!.GetValue<string>() is "service")
            data["values"] = new JsonArray(Value("p50_ms", 0.9 + (e.At.Day % 5 * 0.02)), Value("p95_ms", 2.1 + (e.At.Day % 7 * 0.05)), Value("p99_ms", 3.1 + (e.At.Day % 3 * 0.1)));
        if (data["of"]!.GetValue<string>() is "traffic")
            data["values"] = new JsonArray(Value("rows", 41_000), Value("outcomes", 40_262));
    }

    private static JsonObject Value(string metric, double value) => new() { ["metric"] = metric, ["value"] = value };
}
