using System.Globalization;
using System.Text.Json;

namespace Cairn.Bench;

/// <summary>The results as rows of <c>docs/reference/benchmarks.md</c>, or as one JSON object.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static string Markdown(IReadOnlyList<Result> results)
    {
        var rows = results.Select(r => string.Create(
            CultureInfo.InvariantCulture,
            $"| {r.Name} | {r.What} | {r.Ours:#,0.##} {r.Unit} | {r.Control:#,0.##} {r.Unit} | {r.Ratio:0.00}x ({r.RatioLow:0.00} to {r.RatioHigh:0.00}) | {r.Goal} | {(r.OwnGoal.Length > 0 ? $"{r.OwnGoal} {r.Unit}" : "")} | {(r.Met ? "yes" : "no")} |"));
        return string.Join('\n', ["| benchmark | what | ours | control | ratio (smallest to largest pair) | hold | hold of ours | met |", "|---|---|--:|--:|--:|--:|--:|---|", .. rows, ""]);
    }

    public static string Json(IReadOnlyList<Result> results) =>
        JsonSerializer.Serialize(new { Processors = Environment.ProcessorCount, Runtime = Environment.Version.ToString(), Results = results }, Options);
}
