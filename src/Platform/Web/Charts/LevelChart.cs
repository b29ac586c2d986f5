namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe L: levels as steps over time, a mark at each change, whole numbers on the axis.</summary>
public sealed record LevelChart(IReadOnlyList<LevelLine> Lines, int Top)
{
    public ChartSpec Build()
    {
        var slots = SeriesStyle.Spread(Lines.Select(l => l.Slot));
        var option = new
        {
            grid = new { left = 28, right = 12, top = 28, bottom = 24 },
            xAxis = ChartParts.TimeAxis,
            yAxis = new { type = "value", min = 0, max = Top, interval = 1 },
            legend = new { data = Lines.Select(l => l.Name) },
            series = Lines.Select((l, i) => new
            {
                name = l.Name,
                type = "line",
                step = "end",
                showSymbol = true,
                symbolSize = 7,
                symbol = SeriesStyle.Symbol(slots[i]),
                color = SeriesStyle.Color(slots[i]),
                lineStyle = new { width = 2, type = SeriesStyle.Dash(slots[i]) },
                data = l.Changes.Select(c => new object[] { c.At.ToUnixTimeMilliseconds(), c.Level }),
            }),
        };
        var rows = Lines.SelectMany(l => l.Changes.Select(c => (l.Name, c.At, c.Level))).OrderBy(r => r.At).ToArray();
        var table = new ChartTable([ChartColumn.Of("time", rows.Select(r => r.At)), ChartColumn.Of("ladder", rows.Select(r => r.Name)), ChartColumn.Of("level", rows.Select(r => (double?)r.Level))]);
        return new(option, table, "Level over time: " + ChartParts.Join(Lines.Select(l => l.Changes.Count == 0 ? $"{l.Name} not assessed" : $"{l.Name} is at {l.Changes[^1].Level}")));
    }
}

/// <summary>One ladder's history.</summary>
public sealed record LevelLine(string Name, int Slot, IReadOnlyList<LevelChange> Changes);

/// <summary>From this time on the level holds.</summary>
public sealed record LevelChange(DateTimeOffset At, int Level);
