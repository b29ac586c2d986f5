namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe T over steps instead of time: the points of one metric of several runs. At most 1,000 points a line are drawn, evenly chosen; the last always.</summary>
public sealed record StepsChart(string What, IReadOnlyList<StepLine> Lines)
{
    private const int Most = 1000;

    public string Axis { get; init; } = "step";

    /// <summary>The places are instants in unix milliseconds.</summary>
    public bool Clock { get; init; }

    public ChartSpec Build()
    {
        var slots = Slots();
        StepLine[] drawn = [.. Lines.Select(l => l with { Points = Thin(l.Points) })];
        var option = new
        {
            xAxis = Clock ? ChartParts.TimeAxis : new { type = "value", name = Axis, nameLocation = "middle", nameGap = 24, minInterval = 1, splitLine = new { show = false } },
            yAxis = new { type = "value", scale = true },
            legend = new { data = Lines.Where(l => !l.Faint).Select(l => l.Name) },
            series = drawn.Select((l, i) => new
            {
                name = l.Name,
                type = "line",
                showSymbol = l.Points.Count < 30,
                symbol = SeriesStyle.Symbol(slots[i]),
                connectNulls = false,
                color = SeriesStyle.Color(slots[i]),
                lineStyle = new { width = 2, type = SeriesStyle.Dash(slots[i]), opacity = l.Faint ? .25 : 1 },
                data = l.Points.Select(p => new object?[] { p.Step, ChartParts.Known(p.Value) }),
            }),
        };
        return new(option, Table(drawn), $"{What}: " + ChartParts.Join(Lines.Where(l => !l.Faint).Select(l => ChartParts.FromTo(l.Name, l.Points.Select(p => (double?)p.Value)))));
    }

    // A faint line is the raw one behind a smoothed one, which comes right before it and gives it its colour.
    private int[] Slots()
    {
        var spread = new Queue<int>(SeriesStyle.Spread(Lines.Where(l => !l.Faint).Select(l => l.Slot)));
        var last = 0;
        return [.. Lines.Select(l => l.Faint ? last : last = spread.Dequeue())];
    }

    private ChartTable Table(StepLine[] drawn)
    {
        long[] steps = [.. drawn.SelectMany(l => l.Points.Select(p => p.Step)).Distinct().Order()];
        var values = drawn.Select(l => l.Points.GroupBy(p => p.Step).ToDictionary(g => g.Key, g => g.Last().Value)).ToArray();
        return new([ChartColumn.Of(Axis, steps.Select(s => (double?)s)), .. drawn.Select((l, i) => ChartColumn.Of(l.Name, steps.Select(s => values[i].TryGetValue(s, out var v) ? (double?)v : null)))]);
    }

    private static IReadOnlyList<StepPoint> Thin(IReadOnlyList<StepPoint> points)
        => points.Count <= Most ? points : [.. Enumerable.Range(0, Most).Select(i => points[(int)((long)i * (points.Count - 1) / (Most - 1))])];
}

/// <summary>One named line; <c>Slot</c> as in <see cref="ChartLine"/>.</summary>
public sealed record StepLine(string Name, int Slot, IReadOnlyList<StepPoint> Points)
{
    /// <summary>Drawn pale, and not named in the legend.</summary>
    public bool Faint { get; init; }
}

public sealed record StepPoint(long Step, double Value);
