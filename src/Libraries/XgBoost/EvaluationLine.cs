using System.Globalization;

namespace Cairn.XgBoost;

/// <summary>Reads the library's line of metrics: <c>[7]\tx-auc:0.71\tx-logloss:0.4</c>.</summary>
internal static class EvaluationLine
{
    public static Dictionary<string, double> Parse(string line)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string part in line.Split('\t', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal), colon = part.LastIndexOf(':');
            metrics[part[(dash + 1)..colon]] = ParseNumber(part[(colon + 1)..].Trim());
        }

        return metrics;
    }

    private static double ParseNumber(string text) => text switch
    {
        "nan" or "-nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
