using System.Text.Json.Nodes;
using Cairn.Cli.Output;

namespace Cairn.Cli.Demo.Telling;

/// <summary>The summary for people. Where it states a level it says of which world.</summary>
internal sealed class SummaryPrinter(Terminal terminal)
{
    /// <summary>Nothing was refused and the ledger holds.</summary>
    public static bool IsGood(JsonObject summary) => (long?)summary["failed_requests"] == 0 && (bool?)summary["ledger_verified"] == true;

    public void Print(JsonObject summary)
    {
        var paint = terminal.Paint;
        void Line(string name, string value) => terminal.Out.WriteLine($"{name,-18}{value}");
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"The tour (simulated): {summary["days"]} days in {summary["seconds"]} seconds");
        Line("rows ingested", $"{summary["rows_ingested"]}, {summary["quarantined"]} deliveries quarantined");
        Line("predictions", $"{summary["predictions"]}, outcomes joined {summary["outcomes_joined"]}, failed requests {summary["failed_requests"]}");
        Line("pipeline runs", Words(summary["pipeline_runs"]));
        Line("firings", Words(summary["firings"]));
        Line("versions", $"{summary["versions"]}");
        Line("releases", $"{Words(summary["releases"])}; of the app: {Words(summary["app_releases"])}");
        Line("AUC by month", Words(summary["auc_by_month"]));
        Line("ledger", $"{summary["ledger_events"]} events, {((bool?)summary["ledger_verified"] == true ? paint.Green("verified") : paint.Red("NOT verified"))}");
        foreach (var (name, what) in new[] { ("simulated", "with its simulated people"), ("alone", "the machine alone, without the acts of simulated people") })
        {
            Line("maturity", $"simulated: {Words(summary["maturity"]?[name])} ({what})");
        }
        if ((string?)summary["address"] is { } address)
        {
            Line("pages", $"{paint.Blue(address)} (the simulated world; it goes on until its server is stopped)");
        }
    }

    private static string Words(JsonNode? node) => node is JsonObject map && map.Count > 0 ? string.Join(", ", map.Select(m => $"{m.Key} {JsonText.Raw(m.Value)}")) : "none";
}
