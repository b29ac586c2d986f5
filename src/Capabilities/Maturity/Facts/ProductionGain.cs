using System.Text.Json.Nodes;

namespace Cairn.Maturity.Facts;

/// <summary>What a promotion brought: the mean of one quality metric over production windows after it, less the mean before.</summary>
internal static class ProductionGain
{
    private static readonly string[] LowerIsBetter = ["loss", "brier", "error", "rmse", "mse", "mae", "mape", "ece"];

    /// <summary>Turned so that more is better; null when either side has no window.</summary>
    public static double? Of(Fact release, FoldContext context, FactSet facts)
    {
        TimeSpan reach = context.Project.Beat * 5 > TimeSpan.FromDays(30) ? context.Project.Beat * 5 : TimeSpan.FromDays(30);
        Fact[] windows =
        [
            .. facts.Between("window", release.At - reach, release.At + reach).Where(w => w.Is("of", "quality") && w.Is("env", "production") && w.Text("endpoint") == release.Text("endpoint"))
        ];
        string? version = release.Text("version");
        Fact[] after = [.. windows.Where(w => w.At > release.At && (w.Text("version") ?? version) == version)];
        Fact[] before = [.. windows.Where(w => w.At <= release.At && (w.Text("version") is null || w.Text("version") != version))];
        if (after.Length == 0 || before.Length == 0 || after[0].Texts("metrics") is not [string metric, ..]) return null;
        if (Mean(after, metric, context) is not { } now || Mean(before, metric, context) is not { } then) return null;
        bool lower = LowerIsBetter.Any(l => metric.Contains(l, StringComparison.OrdinalIgnoreCase));
        return lower ? then - now : now - then;
    }

    private static double? Mean(Fact[] windows, string metric, FoldContext context)
    {
        double[] values =
        [
            .. windows.Select(w => context.Log.Subject("window", w.Id)?.Field("values") as JsonArray).OfType<JsonArray>()
                .SelectMany(v => v.OfType<JsonObject>())
                .Where(v => EventData.Text(v["metric"]) == metric && EventData.Text(v["slice"]) is null)
                .Select(v => EventData.Number(v["value"])).OfType<double>()
        ];
        return values.Length == 0 ? null : values.Average();
    }
}
