namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe S: traffic per variant stacked above, latency quantiles below, one time axis; logarithmic where the quantiles spread more than 50 times.</summary>
public sealed record SplitChart(IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<ChartLine> Variants, IReadOnlyList<ChartLine> Quantiles)
{
    private static readonly double[] Widths = [1.25, 1.5, 2];

    public string Unit { get; init; } = "ms";

    /// <summary>What the variants count, short for the axis and in words.</summary>
    public (string Axis, string Words) Rate { get; init; } = ("req/s", "Requests per second");

    public IReadOnlyList<ChartMarker> Markers { get; init; } = [];

    public ChartSpec Build()
    {
        var x = ChartParts.Millis(Times);
        var slots = SeriesStyle.Spread(Variants.Select(v => v.Slot));
        object[] series = [.. Variants.Select((v, i) => Area(v, slots[i], x, i == 0)), .. Quantiles.Select((q, i) => Quantile(q, i, x))];
        var option = new
        {
            grid = new object[] { new { left = 48, right = 12, top = 34, height = 76 }, new { left = 48, right = 12, top = 144, bottom = 24 } },
            axisPointer = new { link = new[] { new { xAxisIndex = "all" } } },
            xAxis = new object[] { new { type = "time", axisLabel = new { show = false }, splitLine = new { show = false } }, new { type = "time", gridIndex = 1, splitLine = new { show = false } } },
            yAxis = new object[]
            {
                new { type = "value", name = Rate.Axis, splitNumber = 2, min = 0 },
                new { type = Spread() > 50 ? "log" : "value", gridIndex = 1, name = Unit, splitNumber = 2 },
            },
            legend = new { type = "scroll", data = Variants.Concat(Quantiles).Select(v => v.Name), left = 88 },
            series,
        };
        return new(option, new([ChartColumn.Of("time", Times), .. Variants.Concat(Quantiles).Select(l => ChartColumn.Of(l.Name, l.Values))]), Sentence()) { Tall = true };
    }

    private object Area(ChartLine line, int slot, long[] x, bool first) => new
    {
        name = line.Name,
        type = "line",
        stack = "traffic",
        showSymbol = false,
        color = SeriesStyle.Color(slot),
        symbol = SeriesStyle.Symbol(slot),
        areaStyle = new { opacity = .25 },
        lineStyle = new { width = 1.5, type = SeriesStyle.Dash(slot) },
        data = ChartParts.Points(x, line.Values),
        markLine = first && Markers.Count > 0 ? ChartParts.MarkLine([.. Markers.Select(m => ChartParts.Marker(m.At, m.Text))]) : null,
    };

    private static object Quantile(ChartLine line, int index, long[] x) => new
    {
        name = line.Name,
        type = "line",
        xAxisIndex = 1,
        yAxisIndex = 1,
        showSymbol = false,
        color = "$idle",
        symbol = SeriesStyle.Symbol((index + 2) % SeriesStyle.Slots),
        lineStyle = new { width = Widths[index % Widths.Length], type = SeriesStyle.Dash((index + 2) % SeriesStyle.Slots) },
        data = ChartParts.Points(x, line.Values),
    };

    private double Spread()
    {
        var known = Quantiles.SelectMany(q => q.Values).Where(v => v > 0 && double.IsFinite(v.Value)).Select(v => v!.Value).ToArray();
        return known.Length == 0 || Quantiles.Any(q => q.Values.Any(v => v <= 0)) ? 1 : known.Max() / known.Min();
    }

    private string Sentence() =>
        $"{Rate.Words} and latency: " + ChartParts.Join(Variants.Select(v => ChartParts.FromTo(v.Name, v.Values)).Concat(Quantiles.Select(q => ChartParts.FromTo(q.Name, q.Values) + " " + Unit)));
}
