namespace Cairn.Platform.Web.Charts;

/// <summary>Pieces that several recipes share.</summary>
internal static class ChartParts
{
    public static readonly object TimeAxis = new { type = "time", splitLine = new { show = false } };

    public static long[] Millis(IEnumerable<DateTimeOffset> times) => [.. times.Select(t => t.ToUnixTimeMilliseconds())];

    /// <summary>Rows of [x, y] for a series; not a number and null become gaps.</summary>
    public static object?[][] Points(IReadOnlyList<long> x, IReadOnlyList<double?> y) => [.. x.Select((t, i) => new object?[] { t, Known(i < y.Count ? y[i] : null) })];

    public static double? Known(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    public static object Limit(double value, string? text = null) => new
    {
        yAxis = value,
        lineStyle = new { color = "$fail", type = "solid", width = 1 },
        label = new { formatter = text ?? "limit " + Format.Metric(value), color = "$fail", position = "insideStartTop" },
    };

    public static object Marker(DateTimeOffset at, string text) => new
    {
        xAxis = at.ToUnixTimeMilliseconds(),
        lineStyle = new { color = "$edge", type = "dashed" },
        label = new { formatter = text, position = "insideEndTop", rotate = 0, align = "left", padding = new[] { 0, 0, 0, 4 } },
    };

    public static object MarkLine(IReadOnlyList<object> lines) => new { symbol = "none", silent = true, animation = false, label = new { color = "$muted", fontSize = 11 }, data = lines };

    public static object MarkArea(IEnumerable<ChartSpan> spans) => new
    {
        silent = true,
        label = new { color = "$muted", fontSize = 11, position = "insideBottom" },
        data = spans.Select(s => new object[]
        {
            new { name = s.Text, xAxis = s.From.ToUnixTimeMilliseconds(), itemStyle = new { color = s.Token == Token.Idle ? "$idle-bg" : "$" + s.Token.Css() + "-bg", opacity = .7 } },
            new { xAxis = s.To.ToUnixTimeMilliseconds() },
        }),
    };

    /// <summary>"v12 from 0.712 to 0.665", over the values that are there.</summary>
    public static string FromTo(string name, IEnumerable<double?> values)
    {
        double[] known = [.. values.Select(Known).OfType<double>()];
        // Counts are written as counts: 0, not 0.000.
        var counts = known.All(v => v == Math.Floor(v) && Math.Abs(v) < 1e15);
        string Of(double value) => counts ? Format.Count((long)value) : Format.Metric(value);
        return known.Length switch
        {
            0 => $"{name} has no data",
            1 => $"{name} {Of(known[0])}",
            _ => $"{name} from {Of(known[0])} to {Of(known[^1])}",
        };
    }

    public static string Join(IEnumerable<string> parts) => string.Join("; ", parts) + ".";
}
