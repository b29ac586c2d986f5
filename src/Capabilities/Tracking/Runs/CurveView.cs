using System.Globalization;
using Cairn.Platform.Http;
using Cairn.Platform.Web.Charts;

namespace Cairn.Tracking.Runs;

/// <summary>How curves are drawn: over steps, seconds since the run's first point, or the clock; smoothed or as they are.</summary>
/// <param name="X"><c>step</c>, <c>relative</c> or <c>time</c>.</param>
/// <param name="Smooth">Weight of what came before, from 0 (as it is) to 0.99.</param>
public sealed record CurveView(string X, double Smooth)
{
    public static readonly IReadOnlyList<string> Axes = ["step", "relative", "time"];

    /// <exception cref="ApiException">400: no such axis, or a weight outside 0 to 0.99.</exception>
    public static CurveView Of(string? x, string? smooth)
    {
        string axis = string.IsNullOrEmpty(x) ? "step" : Axes.Contains(x) ? x : throw ApiException.Invalid("x", $"'x' must be one of {string.Join(", ", Axes)}.");
        double weight = 0;
        if (!string.IsNullOrEmpty(smooth) && !(double.TryParse(smooth, NumberStyles.Float, CultureInfo.InvariantCulture, out weight) && weight is >= 0 and <= 0.99))
            throw ApiException.Invalid("smooth", "'smooth' must be a number from 0 to 0.99.");
        return new CurveView(axis, weight);
    }

    public string AxisTitle => X switch { "relative" => "seconds since the first point", "time" => "time", _ => "step" };

    /// <summary>The points on the chosen axis. Of a smoothed line each value is the exponentially weighted mean of what was seen so far, divided by the weight seen, so that it begins unbiased.</summary>
    public IReadOnlyList<StepPoint> Of(IReadOnlyList<RunMetric> points)
    {
        var drawn = new StepPoint[points.Count];
        double mean = 0, seen = 0;
        for (int i = 0; i < drawn.Length; i++)
        {
            double value = points[i].Value;
            if (double.IsFinite(value)) (mean, seen) = ((mean * Smooth) + ((1 - Smooth) * value), (seen * Smooth) + (1 - Smooth));
            drawn[i] = new StepPoint(Place(points[i], points[0]), Smooth > 0 && double.IsFinite(value) ? mean / seen : value);
        }
        return drawn;
    }

    private long Place(RunMetric point, RunMetric first) => X switch { "relative" => (point.Timestamp - first.Timestamp) / 1000, "time" => point.Timestamp, _ => point.Step };
}
