using System.Globalization;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>A line of a metric's file: time, value and step; of a logged model also the run, and perhaps name and digest of a dataset.</summary>
internal static class MlflowFolderPoint
{
    public const int OfRun = 2, OfModel = 4;

    /// <exception cref="InvalidDataException">A number in it is none.</exception>
    public static RunMetric Of(string key, string[] parts)
    {
        if (long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long time) && Number(parts[1]) is { } value
            && long.TryParse(parts.Length > 2 ? parts[2] : "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long step)) return new RunMetric(key, value, time, step);
        throw new InvalidDataException($"A line of the metric '{key}' is no point: time, value and step were expected.");
    }

    // The name of a dataset may hold spaces.
    public static ImportedModelMetric OfLogged(string key, string[] parts)
        => new(parts[3], Of(key, parts), parts.Length > 5 ? string.Join(' ', parts[4..^1]) : "", parts.Length > 5 ? parts[^1] : "");

    // As Python writes them.
    private static double? Number(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null,
    };
}
