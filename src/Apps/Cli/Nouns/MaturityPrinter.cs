using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>One line a ladder, then what is at risk, then the profile that was judged by.</summary>
internal sealed class MaturityPrinter(Terminal terminal)
{
    public static IEnumerable<JsonObject> Ladders(JsonObject assessment) => (assessment["ladders"] as JsonArray ?? []).OfType<JsonObject>();

    public void Print(JsonObject assessment)
    {
        var ladders = Ladders(assessment).ToList();
        var width = ladders.Count == 0 ? 0 : ladders.Max(ladder => Title(ladder).Length);
        if (assessment["world"]?.ToString() == "simulated")
        {
            terminal.Out.WriteLine("simulated world: what is shown here is earned by no one outside it");
        }
        foreach (var ladder in ladders)
        {
            terminal.Out.WriteLine($"{Title(ladder).PadRight(width)}  {JsonText.Raw(ladder["level"])} of {JsonText.Raw(ladder["top"])}{Since(ladder)}  {Next(ladder)}");
        }
        foreach (var ladder in ladders.Where(ladder => ladder["falls_first"] is not null))
        {
            var risk = terminal.Paint.Yellow("at risk");
            terminal.Out.WriteLine($"{risk}  {JsonText.Raw(ladder["falls_first"])}, holds the {Title(ladder)} level until {Day(ladder["holds_until"])}");
        }
        terminal.Out.WriteLine($"profile  {JsonText.Raw(assessment["profile"])}");
    }

    private static string Title(JsonObject ladder) => JsonText.Raw(ladder["title"] ?? ladder["id"]);

    private static string Since(JsonObject ladder) => ladder["since"] is { } since ? $"  since {Day(since)}" : "";

    private static string Next(JsonObject ladder)
    {
        if (ladder["next"] is not JsonObject next)
        {
            return "the top";
        }
        var missing = (next["gaps"] as JsonArray)?.Count ?? 0;
        return $"next: {missing} missing, {JsonText.Raw(next["days_from"])}-{JsonText.Raw(next["days_to"])} days work, {JsonText.Raw(next["wait_days"])} days waiting";
    }

    private static string Day(JsonNode? time) => JsonText.Time(time)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "--";
}
