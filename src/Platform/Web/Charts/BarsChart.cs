namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe B: horizontal bars, largest on top, whiskers where intervals are known: slices, importances, cost.</summary>
public sealed record BarsChart(string What, IReadOnlyList<ChartBar> Bars)
{
    public double? Limit { get; init; }

    /// <summary>Keep the order given instead of sorting by value.</summary>
    public bool Ordered { get; init; }

    public ChartSpec Build()
    {
        ChartBar[] bars = Ordered ? [.. Bars] : [.. Bars.OrderByDescending(b => b.Value)];
        List<object> series =
        [
            new
            {
                name = What, type = "bar", color = "$s1", barMaxWidth = 16, itemStyle = new { opacity = .75 }, data = bars.Select(b => ChartParts.Known(b.Value)),
                markLine = Limit is { } limit
                    ? new { symbol = "none", silent = true, lineStyle = new { color = "$fail", type = "solid", width = 1 }, label = new { formatter = "limit " + Format.Metric(limit), color = "$fail", position = "start" }, data = new[] { new { xAxis = limit } } }
                    : null,
            },
        ];
        if (bars.Any(b => b.Low is not null))
        {
            series.Add(new
            {
                name = "interval",
                type = "custom",
                renderItem = "@whisker",
                encode = new { x = new[] { 1, 2 }, y = 0 },
                z = 3,
                data = bars.Select((b, i) => (b, i)).Where(p => p.b is { Low: not null, High: not null }).Select(p => new object?[] { p.i, p.b.Low, p.b.High }),
            });
        }

        var option = new
        {
            grid = new { left = 8, right = 24, top = Limit is null ? 8 : 24, bottom = 8, containLabel = true },
            legend = new { show = false },
            xAxis = new { type = "value" },
            yAxis = new { type = "category", inverse = true, data = bars.Select(b => b.N is { } n ? $"{b.Name}  ({Format.Short(n)})" : b.Name) },
            series,
        };
        return new(option, Table(bars), Sentence(bars));
    }

    private ChartTable Table(ChartBar[] bars)
    {
        List<ChartColumn> columns = [ChartColumn.Of("name", bars.Select(b => b.Name)), ChartColumn.Of(What, bars.Select(b => (double?)b.Value))];
        if (bars.Any(b => b.Low is not null))
        {
            columns.AddRange([ChartColumn.Of("low", bars.Select(b => b.Low)), ChartColumn.Of("high", bars.Select(b => b.High))]);
        }

        if (bars.Any(b => b.N is not null))
        {
            columns.Add(ChartColumn.Of("n", bars.Select(b => (double?)b.N)));
        }

        return new(columns);
    }

    private string Sentence(ChartBar[] bars) => bars.Length == 0
        ? $"{What}: no data."
        : $"{What}: {bars[0].Name} {Format.Metric(bars[0].Value)}" + (bars.Length > 1 ? $" first, {bars[^1].Name} {Format.Metric(bars[^1].Value)} last, of {bars.Length}." : ".");
}
