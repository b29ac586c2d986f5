namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe X: one mark a thing, at two of its numbers.</summary>
public sealed record ScatterChart(string X, string Y, IReadOnlyList<ScatterPoint> Points)
{
    public ChartSpec Build()
    {
        var slots = SeriesStyle.Spread(Points.Select(p => p.Slot));
        var option = new
        {
            xAxis = new { type = "value", name = X, nameLocation = "middle", nameGap = 24, scale = true },
            yAxis = new { type = "value", name = Y, nameLocation = "middle", nameGap = 44, scale = true },
            legend = new { data = Points.Select(p => p.Name) },
            series = Points.Select((p, i) => new
            {
                name = p.Name,
                type = "scatter",
                symbol = SeriesStyle.Symbol(slots[i]),
                symbolSize = 11,
                color = SeriesStyle.Color(slots[i]),
                data = new[] { new[] { p.X, p.Y } },
            }),
        };
        var table = new ChartTable([ChartColumn.Of("run", Points.Select(p => (string?)p.Name)), ChartColumn.Of(X, Points.Select(p => (double?)p.X)), ChartColumn.Of(Y, Points.Select(p => (double?)p.Y))]);
        var best = Points.Count == 0 ? "no data" : $"{Format.Count(Points.Count)} runs, {Y} from {Format.Metric(Points.Min(p => p.Y))} to {Format.Metric(Points.Max(p => p.Y))}";
        return new(option, table, $"{Y} by {X}: {best}.");
    }
}

public sealed record ScatterPoint(string Name, int Slot, double X, double Y);
