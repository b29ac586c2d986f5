namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe T over steps instead of time: the points of one metric of several runs. At most 1,000 points a line are drawn, evenly chosen; the last always.</summary>
public sealed record StepsChart(string What, IReadOnlyList<StepLine> Lines)
{
    private const int Most = 1000;

    public string Axis { get; init; } = "step";

    public ChartSpec Build()
    {
        var slots = SeriesStyle.Spread(Lines.Select(l => l.Slot));
        StepLine[] drawn = [.. Lines.Select(l => l with { Points = Thin(l.Points) })];
        var option = new
        {
            xAxis = new { type = "value", name = Axis, nameLocation = "middle", nameGap = 24, minInterval = 1, splitLine = new { show = false } },
            yAxis = new { type = "value", scale = true },
            legend = new { data = Lines.Select(l => l.Name) },
            series = drawn.Select((l, i) => new
            {
                name = l.Name,
                type = "line",
                showSymbol = l.Points.Count < 30,
                symbol = SeriesStyle.Symbol(slots[i]),
                connectNulls = false,
                color = SeriesStyle.Color(slots[i]),
                lineStyle = new { width = 2, type = SeriesStyle.Dash(slots[i]) },
                data = l.Points.Select(p => new object?[] { p.Step, ChartParts.Known(p.Value) }),
            }),
        };
        return new(option, Table(drawn), $"{What}: " + ChartParts.Join(Lines.Select(l => ChartParts.FromTo(l.Name, l.Points.Select(p => (double?)p.Value)))));
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
public sealed record StepLine(string Name, int Slot, IReadOnlyList<StepPoint> Points);

public sealed record StepPoint(long Step, double Value);
