namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe T: lines over time, gaps where nothing is known, limit, releases as markers, stretches behind, expected band.</summary>
public sealed record TrendChart(string What, IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<ChartLine> Lines)
{
    public double? Limit { get; init; }
    public IReadOnlyList<ChartMarker> Markers { get; init; } = [];
    public IReadOnlyList<ChartSpan> Spans { get; init; } = [];
    public ChartBand? Band { get; init; }

    /// <summary>Fixed ends of the y axis, where the scale itself means something.</summary>
    public double? Low { get; init; }
    public double? High { get; init; }

    public ChartSpec Build()
    {
        var x = ChartParts.Millis(Times);
        var slots = SeriesStyle.Spread(Lines.Select(l => l.Slot));
        var series = Lines.Select((line, i) => Series(line, slots[i], x, i == 0)).ToList();
        if (Band is { } band)
        {
            series.AddRange(BandSeries(band, x));
        }

        if (Limit is { } limit && x.Length > 0)
        {
            series.Add(Reach(x[0], limit));
        }

        var option = new
        {
            xAxis = ChartParts.TimeAxis,
            yAxis = new { type = "value", scale = true, min = Low, max = High },
            legend = new { data = Lines.Select(l => l.Name) },
            series,
        };
        return new(option, Table(), Sentence());
    }

    private object Series(ChartLine line, int slot, long[] x, bool first) => new
    {
        name = line.Name,
        type = "line",
        showSymbol = line.Values.Count < 3,
        symbol = SeriesStyle.Symbol(slot),
        connectNulls = false,
        sampling = "lttb",
        color = SeriesStyle.Color(slot),
        lineStyle = new { width = 2, type = SeriesStyle.Dash(slot) },
        data = ChartParts.Points(x, line.Values),
        markLine = first ? ChartParts.MarkLine([.. Markers.Select(m => ChartParts.Marker(m.At, m.Text)), .. LimitLine()]) : null,
        markArea = first && Spans.Count > 0 ? ChartParts.MarkArea(Spans) : null,
    };

    // An axis reaches as far as its series do; a limit outside of them would not be seen.
    private static object Reach(long at, double limit) => new
    {
        name = "limit",
        type = "line",
        silent = true,
        showSymbol = false,
        lineStyle = new { opacity = 0 },
        tooltip = new { show = false },
        data = new[] { new object[] { at, limit } },
    };

    private IEnumerable<object> LimitLine() => Limit is { } limit ? [ChartParts.Limit(limit)] : [];

    private static IEnumerable<object> BandSeries(ChartBand band, long[] x)
    {
        var width = band.High.Zip(band.Low, (high, low) => high - low).ToArray();
        yield return new { name = band.Name, type = "line", stack = "band", showSymbol = false, silent = true, lineStyle = new { opacity = 0 }, tooltip = new { show = false }, data = ChartParts.Points(x, band.Low) };
        yield return new
        {
            name = band.Name,
            type = "line",
            stack = "band",
            showSymbol = false,
            silent = true,
            lineStyle = new { opacity = 0 },
            tooltip = new { show = false },
            areaStyle = new { color = "$idle", opacity = .15 },
            data = ChartParts.Points(x, width),
        };
    }

    private ChartTable Table()
    {
        List<ChartColumn> columns = [ChartColumn.Of("time", Times), .. Lines.Select(l => ChartColumn.Of(l.Name, l.Values))];
        if (Band is { } band)
        {
            columns.AddRange([ChartColumn.Of(band.Name + " low", band.Low), ChartColumn.Of(band.Name + " high", band.High)]);
        }

        return new(columns);
    }

    private string Sentence()
    {
        var parts = Lines.Select(l => ChartParts.FromTo(l.Name, l.Values)).ToList();
        if (Limit is { } limit)
        {
            parts.Add("limit " + Format.Metric(limit));
        }

        return $"{What}: {ChartParts.Join(parts)}";
    }
}
