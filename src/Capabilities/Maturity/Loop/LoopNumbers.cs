using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Loop;

/// <summary>Reads numbers of events as pages show them.</summary>
internal static class LoopNumbers
{
    /// <summary>The values of a window's event; those without a number are left out.</summary>
    public static IEnumerable<WindowValue> Values(JsonObject data)
    {
        foreach (JsonObject entry in (data["values"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (EventData.Text(entry["metric"]) is not { } metric || EventData.Number(entry["value"]) is not { } value) continue;
            string? slice = EventData.Text(entry["slice"]) is { Length: > 0 } part ? part : null;
            yield return new WindowValue(metric, slice, value, EventData.Number(entry["threshold"]), EventData.Flag(entry["breached"]) ?? false);
        }
    }

    /// <summary>A weight written as a share or in percent, as a share.</summary>
    public static double? Share(double? weight) => weight is > 1 ? Math.Min(weight.Value / 100, 1) : weight;

    /// <summary>A metric's name as people write it.</summary>
    public static string Word(string metric) => metric switch
    {
        "auc" => "AUC",
        "psi" => "PSI",
        "log_loss" => "log loss",
        "ece" => "calibration error",
        "error_rate" => "errors",
        "p50_ms" or "p95_ms" or "p99_ms" => metric[..3],
        _ => metric.Replace('_', ' '),
    };

    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at.ToUniversalTime() : null;
}
